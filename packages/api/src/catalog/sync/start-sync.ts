import { randomUUID } from "node:crypto";
import { type DbOrTx, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, UnavailableError } from "../../errors.ts";
import type { Deps } from "../../keys/saved-keys.ts";
import { LiveSync } from "./live-sync.ts";
import { runSync } from "./run-sync.ts";
import type { StartSyncInput, StartSyncOutput } from "./schema.ts";
import { closeSilentSyncs, itemOfRow, runningRows } from "./sync-rows.ts";
import { type SyncTarget, syncTargets } from "./sync-targets.ts";

const { catalogSyncs } = schema;

/** Who wants it: a person, whom the audit names, or the clock. */
export type SyncTrigger = UserContext | "clock";

/**
 * Starts a sync of every configured provider, or of some. It goes on when the caller leaves; `followSync` shows it. When
 * one is under way that covers what is asked for, on whichever server, that one's id is returned instead.
 * @throws UnavailableError when nothing is configured; ConflictError when a sync of other providers is under way.
 */
export async function startSync(
	deps: Deps,
	{ providers }: StartSyncInput,
	trigger: SyncTrigger,
): Promise<StartSyncOutput> {
	const targets = await syncTargets(deps, providers);
	return startSyncOf(deps, targets, trigger);
}

/** The same for endpoints that are chosen already. */
export async function startSyncOf(deps: Deps, targets: SyncTarget[], trigger: SyncTrigger): Promise<StartSyncOutput> {
	const { db, services } = deps;
	if (targets.length === 0) {
		throw new UnavailableError("There is no key for any of these providers: an admin adds one under Providers.");
	}
	if (services.syncs.isClosed) throw new UnavailableError("The server is stopping. Try again in a moment.");
	const startedAt = new Date();
	const syncId = randomUUID();
	const begun = await db.transaction(async (tx) => {
		// Servers take turns to look and to begin; the sync itself runs outside of any transaction.
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext('llm-hub catalog sync'))`);
		await closeSilentSyncs(tx);
		const other = await underWay(tx, targets);
		if (other) return { other };
		const isClock = trigger === "clock";
		const started = { trigger: isClock ? "clock" : "admin", startedBy: isClock ? null : trigger.actor.userId } as const;
		const common = { syncId, ...started, state: "running", createdAt: startedAt, heartbeatAt: sql`now()` } as const;
		const rows = await tx
			.insert(catalogSyncs)
			.values(
				targets.map(({ provider, endpoint, name }) => ({
					...common,
					providerType: provider,
					endpointSlug: endpoint,
					name,
				})),
			)
			.returning();
		if (!isClock) {
			await recordAudit(tx, trigger, {
				action: "catalog.sync",
				target: { type: "catalog" },
				after: { syncId, providers: targets.map(({ name }) => name) },
			});
		}
		return { items: rows.sort((a, b) => a.id - b.id).map(itemOfRow) };
	});
	if (begun.items === undefined) return { syncId: begun.other, started: false };
	const live = new LiveSync(syncId, startedAt, begun.items);
	services.syncs.start(live, () => runSync(deps, live, targets));
	return { syncId, started: true };
}

/** The sync to attach to, or null when none is under way. @throws ConflictError when it covers less than is asked for. */
async function underWay(tx: DbOrTx, targets: readonly SyncTarget[]): Promise<string | null> {
	const rows = await runningRows(tx);
	const [first] = rows;
	if (!first) return null;
	const covers = targets.every(({ provider, endpoint }) =>
		rows.some((row) => row.syncId === first.syncId && row.providerType === provider && row.endpointSlug === endpoint),
	);
	if (covers) return first.syncId;
	const names = [...new Set(rows.map(({ name }) => name))].join(", ");
	throw new ConflictError(`A sync of ${names} is under way. Wait for its end, or cancel it.`, { syncId: first.syncId });
}
