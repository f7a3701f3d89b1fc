import type { UserContext } from "../../context.ts";
import type { Deps } from "../../keys/saved-keys.ts";
import { followSync } from "./follow-sync.ts";
import type { StartSyncInput, SyncEvent, SyncSummary } from "./schema.ts";
import { type SyncTrigger, startSync } from "./start-sync.ts";
import { itemOfRow, requestCancel, rowsOfSync } from "./sync-rows.ts";

/**
 * Syncs and tells of the progress as it happens; `done` is the last event. Aborting `signal` cancels the sync. When a
 * sync that covers the same is under way it is followed instead, and aborting only leaves it.
 * @throws UnavailableError when nothing is configured; ConflictError when a sync of other providers is under way.
 */
export async function* syncCatalog(
	deps: Deps,
	input: StartSyncInput,
	trigger: SyncTrigger,
	signal?: AbortSignal,
): AsyncGenerator<SyncEvent> {
	const { syncId, started } = await startSync(deps, input, trigger);
	const cancel = () => void cancelSync(deps, syncId).catch((error) => deps.services.log.error({ err: error, syncId }));
	if (started && signal?.aborted) cancel();
	if (started) signal?.addEventListener("abort", cancel, { once: true });
	try {
		// One's own is followed to its end, also when cancelled: the last event says what was done.
		for await (const { event } of followSync(deps, { syncId }, started ? undefined : signal)) yield event;
	} finally {
		signal?.removeEventListener("abort", cancel);
	}
}

/** Stops a sync on whichever server. What is whole by then stays. @returns whether it was still under way. */
export async function cancelSync({ db, services }: Deps, syncId: string): Promise<{ cancelled: boolean }> {
	const wasUnderWay = await requestCancel(db, syncId);
	services.syncs.get(syncId)?.cancel();
	return { cancelled: wasUnderWay };
}

/**
 * Starts a sync, or joins the one under way, and says how it went once it is over. It goes on when the caller leaves.
 * @throws UnavailableError when nothing is configured; ConflictError when a sync of other providers is under way.
 */
export async function refreshCatalog(
	ctx: UserContext,
	input: StartSyncInput = {},
	signal?: AbortSignal,
): Promise<SyncSummary> {
	const { syncId, started } = await startSync(ctx, input, ctx);
	for await (const { event } of followSync(ctx, { syncId }, signal)) {
		if (event.type !== "done") continue;
		const { cancelled, modelsFound, counts, elapsedMs } = event;
		const items = (await rowsOfSync(ctx.db, syncId)).map(itemOfRow);
		const providers = items.map(({ rowId: _rowId, startedAt: _startedAt, endedAt: _endedAt, state, ...item }) => ({
			...item,
			state: state === "running" ? ("failed" as const) : state,
		}));
		return { syncId, started, cancelled, providers, modelsFound, counts, elapsedMs };
	}
	throw signal?.reason ?? new Error("A sync ended without its last event.");
}
