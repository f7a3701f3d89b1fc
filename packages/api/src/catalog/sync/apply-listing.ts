import { type DbOrTx, schema } from "@llm-hub/db";
import type { ListedModel, ProviderType } from "@llm-hub/providers";
import { and, eq, inArray, isNotNull, isNull, or } from "drizzle-orm";
import type { Deps } from "../../keys/saved-keys.ts";
import { lockCatalog, writeModels } from "../write-models.ts";
import type { OpenChange } from "./known-model.ts";
import { factsOf, knownModels } from "./known-rows.ts";
import type { SyncItem } from "./live-sync.ts";
import type { MergeResult } from "./merge.ts";
import { planListing } from "./plan-listing.ts";
import type { ChangeFacts, SyncCounts } from "./schema.ts";
import { shippedPrices } from "./shipped-prices.ts";
import { keepItem } from "./sync-rows.ts";

const { catalogChanges, llmModels } = schema;

/** Rows in one statement. */
const batchSize = 500;

export interface WholeListing {
	syncId: string;
	item: SyncItem;
	isSandbox: boolean;
	listed: readonly ListedModel[];
}

/**
 * Brings a whole listing into the catalog: models, price history, change inbox and the end of the sync's row, in one
 * transaction. @returns the item as it ended.
 */
export async function applyListing({ db }: Deps, { syncId, item, isSandbox, listed }: WholeListing): Promise<SyncItem> {
	const at = new Date();
	const { provider, endpoint } = item;
	const shipped = await shippedPrices(
		provider,
		listed.map(({ id }) => id),
		at,
	);
	return db.transaction(async (tx) => {
		await lockCatalog(tx);
		const known = await knownModels(tx, ofEndpoint(provider, endpoint));
		const open = await openChanges(tx, provider, endpoint);
		const plan = planListing({
			providerType: provider,
			endpointSlug: endpoint,
			isSandbox,
			at,
			listed,
			known,
			open,
			shipped,
		});
		const models = plan.flatMap(({ model }) => (model ? [factsOf(model, at)] : []));
		await writeModels(tx, models, { at });
		await keepChanges(tx, plan, { syncId, at });
		const ended = { ...item, state: "success", counts: countsOf(plan), endedAt: at } as const;
		await keepItem(tx, ended);
		return ended;
	});
}

const ofEndpoint = (provider: ProviderType, endpoint: string | null) =>
	and(
		eq(llmModels.providerType, provider),
		endpoint === null ? isNull(llmModels.endpointSlug) : eq(llmModels.endpointSlug, endpoint),
	);

/** What waits, and what a person dismissed; in both the newest last. */
async function openChanges(
	tx: DbOrTx,
	provider: ProviderType,
	endpoint: string | null,
): Promise<Map<string, OpenChange[]>> {
	const rows = await tx
		.select({
			modelId: catalogChanges.modelId,
			id: catalogChanges.id,
			kind: catalogChanges.kind,
			before: catalogChanges.before,
			after: catalogChanges.after,
			state: catalogChanges.state,
			decidedAt: catalogChanges.decidedAt,
		})
		.from(catalogChanges)
		.innerJoin(llmModels, eq(llmModels.id, catalogChanges.modelId))
		.where(
			and(
				ofEndpoint(provider, endpoint),
				or(
					eq(catalogChanges.state, "pending"),
					and(eq(catalogChanges.state, "dismissed"), isNotNull(catalogChanges.decidedBy)),
				),
			),
		);
	const open = new Map<string, OpenChange[]>();
	for (const { modelId, state, ...row } of rows) {
		const change = { ...row, before: row.before as ChangeFacts, after: row.after as ChangeFacts };
		const changes = open.get(modelId) ?? [];
		changes.push({ ...change, state: state === "pending" ? "pending" : "dismissed" });
		open.set(modelId, changes);
	}
	return open;
}

async function keepChanges(tx: DbOrTx, plan: readonly MergeResult[], { syncId, at }: { syncId: string; at: Date }) {
	const obsolete = plan.flatMap((result) => result.obsolete);
	if (obsolete.length > 0) {
		await tx
			.update(catalogChanges)
			.set({ state: "dismissed", decidedAt: at })
			.where(and(inArray(catalogChanges.id, obsolete), eq(catalogChanges.state, "pending")));
	}
	const rows = plan.flatMap(({ model, changes }) =>
		model ? changes.map((change) => ({ ...change, modelId: model.id, detectedAt: at, syncId })) : [],
	);
	for (let start = 0; start < rows.length; start += batchSize) {
		await tx.insert(catalogChanges).values(rows.slice(start, start + batchSize));
	}
}

function countsOf(plan: readonly MergeResult[]): SyncCounts {
	const counts: SyncCounts = { new: 0, changed: 0, gone: 0, pending: 0 };
	for (const { changes } of plan) {
		const kinds = new Set(changes.filter(({ state }) => state === "applied").map(({ kind }) => kind));
		if (kinds.delete("new")) counts.new++;
		else if (kinds.delete("gone")) counts.gone++;
		if (kinds.size > 0) counts.changed++;
		counts.pending += changes.filter(({ state }) => state === "pending").length;
	}
	return counts;
}
