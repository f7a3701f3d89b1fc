import { schema } from "@llm-hub/db";
import { and, count, desc, eq, gt, inArray, min, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Deps } from "../../keys/saved-keys.ts";
import type { SyncStatusOutput } from "./schema.ts";
import { itemOfRow } from "./sync-rows.ts";
import { type SyncTarget, syncTargets } from "./sync-targets.ts";

const { catalogChanges, catalogSyncs } = schema;

type Row = typeof catalogSyncs.$inferSelect;

/** By provider and endpoint, as one word. */
export const keyOfTarget = ({ provider, endpoint }: Pick<SyncTarget, "provider" | "endpoint">): string =>
	keyOf(provider, endpoint);
const keyOf = (provider: string, endpoint: string | null): string => `${provider}/${endpoint ?? ""}`;

/** How fresh each configured provider's models are, and what has failed since when. */
export async function syncStatus(deps: Deps): Promise<SyncStatusOutput> {
	const { db } = deps;
	const targets = await syncTargets(deps);
	const successes = await lastRows(deps, ["success"]);
	const lasts = await lastRows(deps, ["success", "failed"]);
	const failing = await failingSince(deps);
	const [pending] = await db.select({ total: count() }).from(catalogChanges).where(eq(catalogChanges.state, "pending"));
	const [running] = await db
		.select({ syncId: catalogSyncs.syncId, startedAt: catalogSyncs.createdAt })
		.from(catalogSyncs)
		.where(and(eq(catalogSyncs.state, "running"), isAlive))
		.orderBy(desc(catalogSyncs.id))
		.limit(1);
	const providers = targets.map((target) => {
		const key = keyOfTarget(target);
		return statusOf(target, successes.get(key), lasts.get(key), failing.get(key));
	});
	const times = [...successes.values()].map(({ endedAt }) => endedAt?.getTime() ?? 0);
	return {
		running: running ?? null,
		lastSuccessAt: times.length === 0 ? null : new Date(Math.max(...times)),
		providers,
		pendingChanges: pending?.total ?? 0,
	};
}

/** A sync whose process is gone is not under way, though its row says so until the next one starts. */
const isAlive = gt(catalogSyncs.heartbeatAt, sql`now() - make_interval(mins => 1)`);

function statusOf(
	{ provider, endpoint, name }: SyncTarget,
	success: Row | undefined,
	last: Row | undefined,
	failingSince: Date | undefined,
): SyncStatusOutput["providers"][number] {
	const isFailing = last?.state === "failed";
	return {
		provider,
		endpoint,
		name,
		state: last ? (isFailing ? "failing" : "fresh") : "never",
		freshSince: success?.endedAt ?? null,
		failingSince: isFailing ? (failingSince ?? last.endedAt) : null,
		failure: isFailing ? itemOfRow(last).failure : null,
		modelsFound: success?.modelsFound ?? null,
	};
}

/** The newest row of each endpoint that ended so; a sync that somebody stopped says nothing of the provider. */
export async function lastRows({ db }: Pick<Deps, "db">, states: Row["state"][]): Promise<Map<string, Row>> {
	const rows = await db
		.selectDistinctOn([catalogSyncs.providerType, catalogSyncs.endpointSlug])
		.from(catalogSyncs)
		.where(inArray(catalogSyncs.state, states))
		.orderBy(catalogSyncs.providerType, catalogSyncs.endpointSlug, desc(catalogSyncs.id));
	return new Map(rows.map((row) => [keyOf(row.providerType, row.endpointSlug), row]));
}

/** The first failure of each endpoint after its last success. */
async function failingSince({ db }: Deps): Promise<Map<string, Date>> {
	const later = alias(catalogSyncs, "later");
	const succeeded = db
		.select({ id: later.id })
		.from(later)
		.where(
			and(
				eq(later.state, "success"),
				eq(later.providerType, catalogSyncs.providerType),
				sql`${later.endpointSlug} is not distinct from ${catalogSyncs.endpointSlug}`,
				gt(later.id, catalogSyncs.id),
			),
		);
	const rows = await db
		.select({
			providerType: catalogSyncs.providerType,
			endpointSlug: catalogSyncs.endpointSlug,
			since: min(catalogSyncs.endedAt),
		})
		.from(catalogSyncs)
		.where(and(eq(catalogSyncs.state, "failed"), notExists(succeeded)))
		.groupBy(catalogSyncs.providerType, catalogSyncs.endpointSlug);
	return new Map(
		rows.flatMap(({ providerType, endpointSlug, since }) =>
			since ? [[keyOf(providerType, endpointSlug), since]] : [],
		),
	);
}
