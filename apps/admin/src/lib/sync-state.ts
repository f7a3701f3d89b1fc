import type { SyncCounts, SyncEvent, SyncFailure } from "@llm-hub/api/schemas";

/** An event as it crosses the wire: moments are ISO strings. */
export type WireEvent = SyncEvent extends infer Event
	? Event extends { startedAt: Date }
		? Omit<Event, "startedAt"> & { startedAt: string }
		: Event
	: never;

/** How far a sync is at one provider, or at one endpoint of `custom`. */
export interface SyncItem {
	provider: string;
	endpoint: string | null;
	name: string;
	phase: "waiting" | "listing" | "done" | "failed" | "cancelled";
	pages: number;
	modelsFound: number;
	counts: SyncCounts | null;
	failure: SyncFailure | null;
	/** Since the start of the sync, ms. */
	beganAtMs: number;
	/** What its listing took, ms; null until it ended. */
	tookMs: number | null;
}

/** A sync folded from its events. */
export interface SyncState {
	syncId: string | null;
	startedAt: string | null;
	items: SyncItem[];
	end: Extract<WireEvent, { type: "done" }> | null;
}

export const emptySync: SyncState = { syncId: null, startedAt: null, items: [], end: null };

const waiting = {
	phase: "waiting",
	pages: 0,
	modelsFound: 0,
	counts: null,
	failure: null,
	beganAtMs: 0,
	tookMs: null,
} as const;

/** Of a provider and its endpoint, one word. */
export const keyOf = ({ provider, endpoint }: Pick<SyncItem, "provider" | "endpoint">): string =>
	endpoint === null ? provider : `${provider}/${endpoint}`;

export const hasEnded = ({ phase }: SyncItem): boolean => phase !== "waiting" && phase !== "listing";

/** Folds one event into the state. `started` begins anew, so a stream that is told from its beginning again is no harm. */
export function foldSync(state: SyncState, event: WireEvent): SyncState {
	switch (event.type) {
		case "started": {
			const { syncId, startedAt, providers } = event;
			return { syncId, startedAt, end: null, items: providers.map((provider) => ({ ...provider, ...waiting })) };
		}
		case "done":
			return { ...state, end: event };
		default:
			return { ...state, items: state.items.map((item) => (keyOf(item) === keyOf(event) ? after(item, event) : item)) };
	}
}

type ItemEvent = Exclude<WireEvent, { type: "started" | "done" }>;

function after(item: SyncItem, event: ItemEvent): SyncItem {
	if (event.type === "provider_started") return { ...item, phase: "listing", beganAtMs: event.elapsedMs };
	const { pages, modelsFound, elapsedMs } = event;
	const listed = { ...item, pages, modelsFound };
	if (event.type === "page") return { ...listed, phase: "listing" };
	const ended = { ...listed, tookMs: elapsedMs - item.beganAtMs };
	if (event.type === "provider_done") return { ...ended, phase: "done", counts: event.counts };
	const { failure } = event;
	return { ...ended, phase: failure.reason === "cancelled" ? "cancelled" : "failed", failure };
}
