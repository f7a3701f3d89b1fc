import { isDeepStrictEqual } from "node:util";
import { type DbOrTx, schema } from "@llm-hub/db";
import { type Price, priceState } from "@llm-hub/providers";
import { eq, inArray } from "drizzle-orm";
import type { ModelFacts } from "../write-models.ts";
import type { Sources } from "./known-model.ts";

const { modelPriceOverrides } = schema;

/** An admin's price and what would be in force without it. */
export interface PriceOverride {
	price: Price;
	underlying: Price | null;
}

/** The overrides of these models, by model. */
export async function overridesOf(tx: DbOrTx, modelIds: readonly string[]): Promise<Map<string, PriceOverride>> {
	if (modelIds.length === 0) return new Map();
	const rows = await tx
		.select({
			modelId: modelPriceOverrides.modelId,
			price: modelPriceOverrides.price,
			underlying: modelPriceOverrides.underlying,
		})
		.from(modelPriceOverrides)
		.where(inArray(modelPriceOverrides.modelId, [...modelIds]));
	return new Map(
		rows.map(({ modelId, price, underlying }) => [
			modelId,
			{ price: price as Price, underlying: underlying as Price | null },
		]),
	);
}

/** A model's facts as the sources tell them: without the override that stands over its price. */
export const withoutOverride = <Facts extends ModelFacts>(facts: Facts, override: PriceOverride | undefined): Facts =>
	override ? withPrice(facts, override.underlying) : facts;

/**
 * The model as it shall stand: an override stays in force, and what the sources say is kept beneath it for the day it
 * is cleared.
 */
export async function underOverride(
	tx: DbOrTx,
	facts: ModelFacts,
	override: PriceOverride | undefined,
): Promise<ModelFacts> {
	if (!override) return facts;
	if (!isDeepStrictEqual(override.underlying, facts.price)) {
		const underlying = { underlying: facts.price };
		await tx.update(modelPriceOverrides).set(underlying).where(eq(modelPriceOverrides.modelId, facts.id));
	}
	return withPrice(facts, override.price);
}

/** The facts with another price, and that price's evidence. */
export const withPrice = <Facts extends ModelFacts>(facts: Facts, price: Price | null): Facts => ({
	...facts,
	price,
	priceState: priceState(price),
	sources: { ...(facts.sources as Sources), price: price && { source: price.source, asOf: price.asOf } },
});
