import { setTimeout as delay } from "node:timers/promises";
import type { UserContext } from "../context.ts";
import { InvalidInputError } from "../errors.ts";
import { type Alarm, createAlarm } from "./alarm.ts";
import { type Cursor, eventsSince, formatCursor, liveProgress, parseCursor, progressOf } from "./follow-run.ts";
import type { LiveRun } from "./live-run.ts";
import { loadRuns } from "./load-run.ts";
import type { RunsEvents } from "./schema.ts";

/** How often runs that another server carries out are looked up, all in one query. */
const pollMs = 500;
/** What comes within one frame of a screen travels as one event. */
const frameMs = 16;

interface Followed {
	/** The place in the caller's list. */
	run: number;
	runId: string;
	cursor: Cursor;
	live: LiveRun | undefined;
}

/**
 * Follows several runs over one stream, each from its beginning or from just after `lastEventId`, until all have ended.
 * Like `followRun` it never starts or repeats a run. An event's id holds how far each run was read, so that a cut
 * connection goes on exactly there, on any server. A run that is not the caller's, or whose text was deleted, ends with
 * `missing` and holds back no other.
 * @throws InvalidInputError for an id that was never an event's of so many runs.
 */
export async function* followRuns(
	ctx: UserContext,
	{ runIds, lastEventId }: { runIds: readonly string[]; lastEventId?: string | null | undefined },
	signal?: AbortSignal,
): AsyncGenerator<{ id: string; events: RunsEvents }> {
	const cursors = parseCursors(lastEventId, runIds.length);
	const followed = cursors.map((cursor, run): Followed => {
		const runId = runIds[run] ?? "";
		return { run, runId, cursor, live: ourLiveRun(ctx, runId) };
	});
	const alarm = createAlarm(signal);
	const stops = followed.flatMap(({ live }) => live?.listen(alarm.ring) ?? []);
	try {
		yield* eventsOf(ctx, followed, alarm, signal);
	} finally {
		for (const stop of stops) stop();
		alarm.close();
	}
}

async function* eventsOf(
	ctx: UserContext,
	followed: Followed[],
	alarm: Alarm,
	signal: AbortSignal | undefined,
): AsyncGenerator<{ id: string; events: RunsEvents }> {
	let lastLookAt = Number.NEGATIVE_INFINITY;
	for (let open = stillOpen(followed); open.length > 0 && !signal?.aborted; open = stillOpen(open)) {
		const elsewhere = open.filter(({ live }) => !isHere(live));
		const events = open.flatMap(({ run, cursor, live }) =>
			isHere(live) ? tag(run, eventsSince(cursor, liveProgress(live))) : [],
		);
		if (elsewhere.length > 0 && performance.now() - lastLookAt >= pollMs) {
			lastLookAt = performance.now();
			events.push(...(await storedEvents(ctx, elsewhere)));
		}
		if (events.length > 0) yield { id: followed.map(({ cursor }) => formatCursor(cursor)).join(","), events };
		if (stillOpen(open).length === 0) return;
		if (events.length > 0) await delay(frameMs, undefined, { signal, ref: false }).catch(() => {});
		const pollInMs = elsewhere.length > 0 ? Math.max(0, lastLookAt + pollMs - performance.now()) : null;
		await alarm.wait(pollInMs);
	}
}

const stillOpen = (followed: Followed[]): Followed[] => followed.filter(({ cursor }) => cursor.stage < 3);

/** The caller's run, where this process carries it out. */
function ourLiveRun(ctx: UserContext, runId: string): LiveRun | undefined {
	const live = ctx.services.runs.get(runId);
	return live?.facts.userId === ctx.actor.userId ? live : undefined;
}

/** Whether this process knows how the run stands; when another had ended it, the row says how. */
const isHere = (live: LiveRun | undefined): live is LiveRun =>
	live !== undefined && (!live.isOver || live.ended !== null);

async function storedEvents(ctx: UserContext, followed: Followed[]): Promise<RunsEvents> {
	const rows = await loadRuns(
		ctx,
		followed.map(({ runId }) => runId),
	);
	return followed.flatMap(({ run, runId, cursor }): RunsEvents => {
		const row = rows.get(runId);
		if (row) return tag(run, eventsSince(cursor, progressOf(row)));
		cursor.stage = 3;
		return [{ run, event: { type: "missing" } }];
	});
}

const tag = (run: number, events: Iterable<RunsEvents[number]["event"]>): RunsEvents =>
	Array.from(events, (event) => ({ run, event }));

function parseCursors(id: string | null | undefined, count: number): Cursor[] {
	const parts = id ? id.split(",") : Array.from({ length: count }, () => null);
	if (parts.length !== count)
		throw new InvalidInputError("lastEventId", "This is not the id of an event of these runs.");
	return parts.map(parseCursor);
}
