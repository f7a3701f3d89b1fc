import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { UserContext } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import type { LiveRun } from "./live-run.ts";
import { loadRun } from "./load-run.ts";
import { endEventOf } from "./run-view.ts";
import type { RunEvent } from "./schema.ts";

/** How often a run that another server carries out is looked up. */
const pollMs = 500;

/** How far a follower has read; written into every event's id, so that any server can go on from it. */
interface Cursor {
	reasoning: number;
	text: number;
	/** 0: nothing yet, 1: `started` was sent, 2: `usage` was sent, 3: the end was sent. */
	stage: number;
}

/**
 * Follows a run from its beginning, or from just after `lastEventId`, to its end. It never starts or repeats the run:
 * any number may follow, leave and come back, and each sees every character once. Ends when `signal` aborts.
 * @throws NotFoundError when the run is not the caller's; InvalidInputError for an id that was never an event's.
 */
export async function* followRun(
	ctx: UserContext,
	{ runId, lastEventId }: { runId: string; lastEventId?: string | null | undefined },
	signal?: AbortSignal,
): AsyncGenerator<{ id: string; event: RunEvent }> {
	const cursor = parseCursor(lastEventId);
	const live = ctx.services.runs.get(runId);
	const isOurs = live?.facts.userId === ctx.actor.userId;
	while (!signal?.aborted && cursor.stage < 3) {
		// Listen before reading: what comes in between is not missed.
		const change = live?.changed();
		const soFar = isOurs ? await liveProgress(ctx, live) : await storedProgress(ctx, runId);
		for (const event of eventsSince(cursor, soFar)) yield { id: formatCursor(cursor), event };
		if (cursor.stage < 3) await untilChange(live?.isOver ? undefined : change, signal);
	}
}

/** What there is of a run at this moment. */
interface Progress {
	started: Extract<RunEvent, { type: "started" }>;
	text: string;
	reasoning: string;
	end: RunEvent | null;
}

async function storedProgress(ctx: UserContext, runId: string): Promise<Progress> {
	const row = await loadRun(ctx, runId);
	const { id, modelId, startedAt, response: text, reasoning } = row;
	return { started: { type: "started", runId: id, modelId, startedAt }, text, reasoning, end: endEventOf(row) };
}

async function liveProgress(ctx: UserContext, run: LiveRun): Promise<Progress> {
	const { id, modelId, startedAt } = run.facts;
	if (run.isOver && !run.ended) return storedProgress(ctx, id);
	const { text, reasoning, ended } = run;
	const started = { type: "started", runId: id, modelId, startedAt } as const;
	return { started, text, reasoning, end: ended && endEventOf(ended) };
}

/** Yields what the cursor has not seen and moves it along. */
function* eventsSince(cursor: Cursor, { started, text, reasoning, end }: Progress): Generator<RunEvent> {
	if (cursor.stage === 0) {
		cursor.stage = 1;
		yield started;
	}
	if (reasoning.length > cursor.reasoning) {
		const rest = reasoning.slice(cursor.reasoning);
		cursor.reasoning = reasoning.length;
		yield { type: "reasoning", text: rest };
	}
	if (text.length > cursor.text) {
		const rest = text.slice(cursor.text);
		cursor.text = text.length;
		yield { type: "delta", text: rest };
	}
	if (!end) return;
	if (cursor.stage === 1 && "totalTokens" in end && end.totalTokens !== null) {
		cursor.stage = 2;
		const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, totalTokens } = end;
		const usage = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, totalTokens };
		yield { type: "usage", ...usage };
	}
	cursor.stage = 3;
	yield end;
}

async function untilChange(change: Promise<void> | undefined, signal: AbortSignal | undefined): Promise<void> {
	if (signal?.aborted) return;
	if (!change) {
		await delay(pollMs, undefined, { signal, ref: false }).catch(() => {});
		return;
	}
	const listening = new AbortController();
	const left = signal ? once(signal, "abort", { signal: listening.signal }).catch(() => {}) : undefined;
	await Promise.race(left ? [change, left] : [change]);
	listening.abort();
}

const formatCursor = ({ reasoning, text, stage }: Cursor): string => `${reasoning}.${text}.${stage}`;

function parseCursor(id: string | null | undefined): Cursor {
	if (!id) return { reasoning: 0, text: 0, stage: 0 };
	const match = /^(\d{1,9})\.(\d{1,9})\.([0-3])$/.exec(id);
	if (!match) throw new InvalidInputError("lastEventId", "This is not the id of an event of a run.");
	return { reasoning: Number(match[1]), text: Number(match[2]), stage: Number(match[3]) };
}
