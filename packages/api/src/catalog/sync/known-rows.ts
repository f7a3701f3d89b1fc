import { type DbOrTx, schema } from "@llm-hub/db";
import { type Capability, type Price, type ProviderType, priceState } from "@llm-hub/providers";
import type { SQL } from "drizzle-orm";
import type { ModelFacts } from "../write-models.ts";
import { isoDay, type KnownModel, type Sources } from "./known-model.ts";
import { overridesOf, withoutOverride } from "./price-in-force.ts";

const { llmModels } = schema;

/** The catalog's models as the sources tell them: without the overrides that stand over their prices. */
export async function knownModels(tx: DbOrTx, where: SQL | undefined): Promise<KnownModel[]> {
	const rows = await tx.select().from(llmModels).where(where);
	const overrides = await overridesOf(
		tx,
		rows.map(({ id }) => id),
	);
	return rows.map((row) => {
		const told = withoutOverride({ ...row, price: row.price as Price | null }, overrides.get(row.id));
		return {
			id: row.id,
			providerType: row.providerType as ProviderType,
			endpointSlug: row.endpointSlug,
			upstreamId: row.upstreamId,
			displayName: row.displayName,
			contextLength: row.contextLength,
			maxOutputTokens: row.maxOutputTokens,
			capabilities: row.capabilities as Capability[],
			price: told.price,
			sources: told.sources as Sources,
			deprecationDate: row.deprecationDate,
			replacedBy: row.replacedBy,
			releasedOn: row.releasedOn,
			knowledgeCutoff: row.knowledgeCutoff,
			retiredAt: row.retiredAt,
		};
	});
}

/** For writing. A new model may be used at once, unless its provider has set it an end that has come. */
export const factsOf = (model: KnownModel, at: Date): ModelFacts => ({
	...model,
	enabled: model.deprecationDate === null || model.deprecationDate > isoDay(at),
	priceState: priceState(model.price),
});
