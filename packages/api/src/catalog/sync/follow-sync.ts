import { setTimeout as delay } from "node:timers/promises";
import { InvalidInputError, NotFoundError } from "../../errors.ts";
import type { Deps } from "../../keys/saved-keys.ts";
import { noCounts, type SyncItem } from "./live-sync.ts";
import type { FollowSyncInput, SyncCounts, SyncEvent } from "./schema.ts";
import { itemOfRow, rowsOfSync } from "./sync-rows.ts";

/** How often a sync that another server carries out is looked up. */
const pollMs = 500;

const ended = "x";

/** What a follower has seen; written into every event's id, so that any server can go on from it. */
interface Cursor {
	hasBegun: boolean;
	/** By endpoint: 0 nothing, 1 its start, 1 + n its page n, `x` its end. */
	items: (number | typeof ended)[];
}

/** What there is of a sync at this moment. */
interface Progress {
	syncId: string;
	startedAt: Date;
	items: readonly SyncItem[];
}

/**
 * Follows a sync from its beginning, or from just after `lastEventId`, to its end. It never starts one: any number may
 * follow, leave and come back. Ends when `signal` aborts.
 * @throws NotFoundError for a sync that there is not; InvalidInputError for an id that was never an event's.
 */
export async function* followSync(
	deps: Deps,
	{ syncId, lastEventId }: FollowSyncInput,
	signal?: AbortSignal,
): AsyncGenerator<{ id: string; event: SyncEvent }> {
	const cursor = parseCursor(lastEventId);
	while (!signal?.aborted) {
		const live = deps.services.syncs.get(syncId);
		const round = new AbortController();
		try {
			// Listen before reading: what comes in between is not missed.
			const change = live?.changed(signal ? AbortSignal.any([signal, round.signal]) : round.signal);
			for (const event of eventsSince(cursor, live ?? (await storedProgress(deps, syncId)))) {
				yield { id: formatCursor(cursor), event };
				if (event.type === "done") return;
			}
			await (change ?? delay(pollMs, undefined, { signal, ref: false }).catch(() => {}));
		} finally {
			round.abort();
		}
	}
}

async function storedProgress({ db }: Deps, syncId: string): Promise<Progress> {
	const rows = await rowsOfSync(db, syncId);
	const [first] = rows;
	if (!first) throw new NotFoundError("There is no such sync.");
	return { syncId, startedAt: first.createdAt, items: rows.map(itemOfRow) };
}

/** Yields what the cursor has not seen and moves it along. Pages that came at once are one event. */
function* eventsSince(cursor: Cursor, { syncId, startedAt, items }: Progress): Generator<SyncEvent> {
	if (!cursor.hasBegun) {
		cursor.hasBegun = true;
		yield { type: "started", syncId, startedAt, providers: items.map(identity) };
	}
	for (const [index, item] of items.entries()) {
		for (const { seen, event } of eventsOf(item, cursor.items[index] ?? 0, startedAt)) {
			cursor.items[index] = seen;
			yield event;
		}
	}
	if (items.every((item) => item.endedAt !== null)) yield endOf({ syncId, startedAt, items });
}

const identity = ({ provider, endpoint, name }: SyncItem) => ({ provider, endpoint, name });

function* eventsOf(
	item: SyncItem,
	seen: Cursor["items"][number],
	startedAt: Date,
): Generator<{ seen: Cursor["items"][number]; event: SyncEvent }> {
	if (seen === ended) return;
	const since = (moment: Date | null) => Math.max(0, (moment ?? new Date()).getTime() - startedAt.getTime());
	if (seen === 0 && item.startedAt) {
		yield { seen: 1, event: { type: "provider_started", ...identity(item), elapsedMs: since(item.startedAt) } };
	}
	const { pages, modelsFound, failure, counts } = item;
	const progress = { ...identity(item), pages, modelsFound, elapsedMs: since(item.endedAt) };
	if (pages > Math.max(0, seen - 1)) yield { seen: pages + 1, event: { type: "page", page: pages, ...progress } };
	if (item.endedAt === null) return;
	yield {
		seen: ended,
		event: failure ? { type: "provider_failed", ...progress, failure } : { type: "provider_done", ...progress, counts },
	};
}

function endOf({ syncId, startedAt, items }: Progress): SyncEvent {
	const last = Math.max(...items.map(({ endedAt }) => endedAt?.getTime() ?? 0));
	const succeeded = items.filter(({ state }) => state === "success");
	return {
		type: "done",
		syncId,
		cancelled: items.some(({ state }) => state === "cancelled"),
		succeeded: succeeded.length,
		failed: items.filter(({ state }) => state === "failed").length,
		modelsFound: succeeded.reduce((sum, { modelsFound }) => sum + modelsFound, 0),
		counts: items.map(({ counts }) => counts).reduce(addCounts, noCounts),
		elapsedMs: Math.max(0, last - startedAt.getTime()),
	};
}

const addCounts = (a: SyncCounts, b: SyncCounts): SyncCounts => ({
	new: a.new + b.new,
	changed: a.changed + b.changed,
	gone: a.gone + b.gone,
	pending: a.pending + b.pending,
});

const formatCursor = ({ items }: Cursor): string => `s.${items.map((seen) => seen ?? 0).join(".")}`;

function parseCursor(id: string | null | undefined): Cursor {
	if (!id) return { hasBegun: false, items: [] };
	if (!/^s\.((\d{1,6}|x)(\.(\d{1,6}|x))*)?$/.test(id)) {
		throw new InvalidInputError("lastEventId", "This is not the id of an event of a sync.");
	}
	const items = id
		.split(".")
		.slice(1)
		.filter((seen) => seen !== "");
	return { hasBegun: true, items: items.map((seen) => (seen === ended ? ended : Number(seen))) };
}
