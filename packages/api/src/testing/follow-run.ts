import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { UserContext } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import { loadRun } from "./load-run.ts";
import { endEventOf, type RunRow, runEndOf } from "./run-view.ts";
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
	let row = await loadRun(ctx, runId);
	while (!signal?.aborted && cursor.stage < 3) {
		// Listen before reading: what comes in between is not missed.
		const change = live?.changed();
		const isLive = live !== undefined && !live.isSettled;
		if (!isLive) row = await loadRun(ctx, runId);
		const soFar = isLive ? live : { text: row.response, reasoning: row.reasoning };
		for (const event of eventsSince(cursor, row, soFar)) yield { id: formatCursor(cursor), event };
		if (cursor.stage < 3) await untilChange(isLive ? change : undefined, signal);
	}
}

/** Yields what the cursor has not seen and moves it along. */
function* eventsSince(cursor: Cursor, row: RunRow, soFar: { text: string; reasoning: string }): Generator<RunEvent> {
	if (cursor.stage === 0) {
		cursor.stage = 1;
		yield { type: "started", runId: row.id, modelId: row.modelId, startedAt: row.startedAt };
	}
	if (soFar.reasoning.length > cursor.reasoning) {
		const text = soFar.reasoning.slice(cursor.reasoning);
		cursor.reasoning = soFar.reasoning.length;
		yield { type: "reasoning", text };
	}
	if (soFar.text.length > cursor.text) {
		const text = soFar.text.slice(cursor.text);
		cursor.text = soFar.text.length;
		yield { type: "delta", text };
	}
	const end = endEventOf(row);
	if (!end) return;
	if (cursor.stage === 1) {
		cursor.stage = 2;
		const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, totalTokens } =
			runEndOf(row);
		const usage = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, totalTokens };
		if (totalTokens !== null) yield { type: "usage", ...usage };
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
