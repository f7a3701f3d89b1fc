import { schema } from "@llm-hub/db";
import type { ListedModel, ProviderType } from "@llm-hub/providers";
import { and, eq, isNull } from "drizzle-orm";
import type { Deps } from "../../keys/saved-keys.ts";
import { lockCatalog, writeModels } from "../write-models.ts";
import { keepChanges, openChanges } from "./change-rows.ts";
import { factsOf, knownModels } from "./known-rows.ts";
import type { SyncItem } from "./live-sync.ts";
import type { MergeResult } from "./merge.ts";
import { planListing } from "./plan-listing.ts";
import type { SyncCounts } from "./schema.ts";
import { shippedPrices } from "./shipped-prices.ts";
import { keepItem } from "./sync-rows.ts";

const { llmModels } = schema;

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
		const isOfEndpoint = ofEndpoint(provider, endpoint);
		const known = await knownModels(tx, isOfEndpoint);
		const open = await openChanges(tx, isOfEndpoint);
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
		await keepChanges(
			tx,
			plan.flatMap(({ model, ...found }) => (model ? [{ ...found, modelId: model.id }] : [])),
			{ syncId, at },
		);
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
