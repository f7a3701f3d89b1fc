import type { UserContext } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import { createAlarm } from "./alarm.ts";
import type { LiveRun } from "./live-run.ts";
import { loadRun } from "./load-run.ts";
import { endEventOf, isStopping, type RunRow, shownKeyLabel } from "./run-view.ts";
import type { RunEvent, ToolCallOutput } from "./schema.ts";

/** How often a run that another server carries out is looked up. */
const pollMs = 500;

/** How far a follower has read; written into every event's id, so that any server can go on from it. */
export interface Cursor {
	reasoning: number;
	text: number;
	/** 0: nothing yet, 1: `started` was sent, 2: `usage` was sent, 3: the end was sent. */
	stage: number;
	toolCalls: number;
	/** Whether `stopping` was sent. */
	isStopping: boolean;
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
	const alarm = createAlarm(signal);
	const stopListening = live?.listen(alarm.ring);
	try {
		while (!signal?.aborted && cursor.stage < 3) {
			const isHere = isOurs && !(live.isOver && !live.ended);
			const soFar = isHere ? liveProgress(live) : progressOf(await loadRun(ctx, runId));
			for (const event of eventsSince(cursor, soFar)) {
				if ("keyLabel" in event) event.keyLabel = shownKeyLabel(ctx, event);
				yield { id: formatCursor(cursor), event };
			}
			if (cursor.stage === 3) return;
			await alarm.wait(live && !live.isOver ? null : pollMs);
		}
	} finally {
		stopListening?.();
		alarm.close();
	}
}

/** What there is of a run at this moment. */
export interface Progress {
	started: Extract<RunEvent, { type: "started" }>;
	text: string;
	reasoning: string;
	toolCalls: readonly ToolCallOutput[];
	/** How text and reasoning end: the pieces that came last. */
	latest?: { text: string; reasoning: string };
	/** Known from the first token on. */
	ttftMs: number | null;
	/** It was stopped, and its end is not there yet. */
	isStopping: boolean;
	end: RunEvent | null;
}

/** What the database keeps of it. */
export function progressOf(row: RunRow): Progress {
	const { id, modelId, startedAt, response: text, reasoning, ttftMs } = row;
	const started = { type: "started", runId: id, modelId, startedAt } as const;
	const toolCalls = row.toolCalls as ToolCallOutput[];
	const progress = { started, text, reasoning, toolCalls, ttftMs, isStopping: isStopping(row), end: endEventOf(row) };
	return row.isVeiled ? veiled(progress) : progress;
}

/** What this process has of it. Made at every piece of an answer, so without a copy too many. */
export function liveProgress(run: LiveRun): Progress {
	const { id, modelId, startedAt } = run.facts;
	const progress: Progress = {
		started: { type: "started", runId: id, modelId, startedAt },
		text: run.text,
		reasoning: run.reasoning,
		// A copy: the run goes on while its follower reads.
		latest: { text: run.latest.text, reasoning: run.latest.reasoning },
		toolCalls: run.toolCalls,
		ttftMs: run.ttftMs,
		isStopping: run.isCancelled,
		end: run.ended && endEventOf(run.ended),
	};
	return run.facts.isVeiled ? veiled(progress) : progress;
}

/** What is told of a run before the vote: its text. Name, times, tokens, cost and failure say whose it is. */
function veiled({ started, end, ...progress }: Progress): Progress {
	const { runId } = started;
	return {
		...progress,
		started: { ...started, modelId: null },
		ttftMs: null,
		end: end && { type: "veiled", runId, state: end.type === "failed" || end.type === "cancelled" ? end.type : "done" },
	};
}

/** Yields what the cursor has not seen and moves it along. */
export function* eventsSince(cursor: Cursor, progress: Progress): Generator<RunEvent> {
	const { started, text, reasoning, latest, toolCalls, ttftMs, end } = progress;
	if (cursor.stage === 0) {
		cursor.stage = 1;
		yield started;
	}
	const isFirst = cursor.reasoning === 0 && cursor.text === 0 && ttftMs !== null;
	const first = isFirst ? { ttftMs } : {};
	if (reasoning.length > cursor.reasoning) {
		const rest = restOf(reasoning, cursor.reasoning, latest?.reasoning);
		cursor.reasoning = reasoning.length;
		yield { type: "reasoning", text: rest, ...first };
	}
	if (text.length > cursor.text) {
		const rest = restOf(text, cursor.text, latest?.text);
		cursor.text = text.length;
		yield { type: "delta", text: rest, ...(reasoning === "" ? first : {}) };
	}
	for (const call of cursor.toolCalls < toolCalls.length ? toolCalls.slice(cursor.toolCalls) : []) {
		cursor.toolCalls += 1;
		yield { type: "toolCall", call };
	}
	if (!end) {
		if (progress.isStopping && !cursor.isStopping) {
			cursor.isStopping = true;
			yield { type: "stopping" };
		}
		return;
	}
	if (cursor.stage === 1 && "totalTokens" in end && end.totalTokens !== null) {
		cursor.stage = 2;
		const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, totalTokens } = end;
		const usage = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, totalTokens };
		yield { type: "usage", ...usage };
	}
	cursor.stage = 3;
	yield end;
}

/** A text that grows is joined only when somebody looks into it: who follows closely never does. */
const restOf = (whole: string, from: number, latest = ""): string =>
	from === whole.length - latest.length ? latest : whole.slice(from);

export const formatCursor = ({ reasoning, text, stage, toolCalls, isStopping }: Cursor): string =>
	`${reasoning}.${text}.${stage}.${toolCalls}${isStopping ? ".s" : ""}`;

export function parseCursor(id: string | null | undefined): Cursor {
	if (!id) return { reasoning: 0, text: 0, stage: 0, toolCalls: 0, isStopping: false };
	const match = /^(\d{1,9})\.(\d{1,9})\.([0-3])(?:\.(\d{1,4})(\.s)?)?$/.exec(id);
	if (!match) throw new InvalidInputError("lastEventId", "This is not the id of an event of a run.");
	const [reasoning = 0, text = 0, stage = 0, toolCalls = 0] = match.slice(1, 5).map((part) => Number(part ?? 0));
	return { reasoning, text, stage, toolCalls, isStopping: match[5] !== undefined };
}
