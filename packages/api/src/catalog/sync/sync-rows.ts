import { type Db, type DbOrTx, schema } from "@llm-hub/db";
import type { FailureReason, ProviderType } from "@llm-hub/providers";
import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { SyncItem } from "./live-sync.ts";

const { catalogSyncs } = schema;

type SyncRow = typeof catalogSyncs.$inferSelect;

/** Thirty missed heartbeats: the process that synced is gone. */
const silentSeconds = 60;

const stopped = {
	reason: "unknown",
	message: "The server stopped during this sync. Nothing of it was applied.",
} as const;

export const itemOfRow = (row: SyncRow): SyncItem => ({
	rowId: row.id,
	provider: row.providerType as ProviderType,
	endpoint: row.endpointSlug,
	name: row.name,
	state: row.state,
	pages: row.pages,
	modelsFound: row.modelsFound,
	counts: { new: row.newModels, changed: row.changedModels, gone: row.goneModels, pending: row.pendingChanges },
	failure:
		row.failureReason === null
			? null
			: { reason: row.failureReason as FailureReason, message: row.failureMessage ?? "" },
	startedAt: row.startedAt,
	endedAt: row.endedAt,
});

/** The rows of a sync, in the order of its endpoints. */
export const rowsOfSync = (db: DbOrTx, syncId: string): Promise<SyncRow[]> =>
	db.select().from(catalogSyncs).where(eq(catalogSyncs.syncId, syncId)).orderBy(asc(catalogSyncs.id));

/** Keeps how far an item is. Once its row has an end, that end stays. */
export async function keepItem(db: DbOrTx, item: SyncItem): Promise<void> {
	const { rowId, state, pages, modelsFound, counts, failure, startedAt, endedAt } = item;
	await db
		.update(catalogSyncs)
		.set({
			state,
			pages,
			modelsFound,
			newModels: counts.new,
			changedModels: counts.changed,
			goneModels: counts.gone,
			pendingChanges: counts.pending,
			failureReason: failure?.reason ?? null,
			failureMessage: failure?.message ?? null,
			startedAt,
			endedAt,
			heartbeatAt: sql`now()`,
		})
		.where(and(eq(catalogSyncs.id, rowId), eq(catalogSyncs.state, "running")));
}

/** Ends as failed what a process left running that is gone (kill -9, power). */
export async function closeSilentSyncs(db: DbOrTx): Promise<void> {
	await db
		.update(catalogSyncs)
		.set({ state: "failed", failureReason: stopped.reason, failureMessage: stopped.message, endedAt: sql`now()` })
		.where(
			and(
				eq(catalogSyncs.state, "running"),
				lt(catalogSyncs.heartbeatAt, sql`now() - make_interval(secs => ${silentSeconds})`),
			),
		);
}

/** Says that a sync lives. @returns whether somebody, perhaps on another server, wants it to stop. */
export async function beat(db: Db, syncId: string): Promise<boolean> {
	const rows = await db
		.update(catalogSyncs)
		.set({ heartbeatAt: sql`now()` })
		.where(and(eq(catalogSyncs.syncId, syncId), eq(catalogSyncs.state, "running")))
		.returning({ cancelRequestedAt: catalogSyncs.cancelRequestedAt });
	return rows.some(({ cancelRequestedAt }) => cancelRequestedAt !== null);
}

/** Asks whoever carries out a sync to stop. @returns whether it was still under way. */
export async function requestCancel(db: Db, syncId: string): Promise<boolean> {
	const asked = await db
		.update(catalogSyncs)
		.set({ cancelRequestedAt: sql`now()` })
		.where(and(eq(catalogSyncs.syncId, syncId), eq(catalogSyncs.state, "running")))
		.returning({ id: catalogSyncs.id });
	return asked.length > 0;
}

/** The rows of every sync that is under way. */
export async function runningRows(db: DbOrTx): Promise<SyncRow[]> {
	const running = db
		.select({ syncId: catalogSyncs.syncId })
		.from(catalogSyncs)
		.where(eq(catalogSyncs.state, "running"));
	return db.select().from(catalogSyncs).where(inArray(catalogSyncs.syncId, running)).orderBy(asc(catalogSyncs.id));
}
