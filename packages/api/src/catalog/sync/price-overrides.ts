import { type DbOrTx, schema } from "@llm-hub/db";
import { type Price, type PriceRates, priceState, validatePrice } from "@llm-hub/providers";
import { desc, eq, sql } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { Context, UserContext } from "../../context.ts";
import { InvalidInputError, NotFoundError } from "../../errors.ts";
import { lockCatalog, writeModels } from "../write-models.ts";
import { isoDay, type KnownModel } from "./known-model.ts";
import { factsOf, knownModels } from "./known-rows.ts";
import type { ModelPriceOutput, PriceHistoryInput, PriceHistoryOutput, SetOverrideInput } from "./schema.ts";

const { llmModels, modelPriceOverrides, modelPrices, users } = schema;

const noSuchModel = () => new NotFoundError("The catalog has no such model.");

/**
 * Sets a model's price over whatever the sources say, now and after every sync, until it is cleared.
 * @throws NotFoundError; InvalidInputError at the field for a rate above 1,000 USD per 1M or a price that is not sound.
 */
export async function setPriceOverride(ctx: UserContext, input: SetOverrideInput): Promise<ModelPriceOutput> {
	const { modelId, reason } = input;
	const at = new Date();
	const price = checkedPrice(input.price, at);
	await ctx.db.transaction(async (tx) => {
		await lockCatalog(tx);
		const model = await findKnown(tx, modelId);
		const [row] = await tx
			.select({ price: llmModels.price, displayName: llmModels.displayName })
			.from(llmModels)
			.where(eq(llmModels.id, modelId));
		const override = { price, reason, createdBy: ctx.actor.userId, createdAt: at };
		await tx
			.insert(modelPriceOverrides)
			.values({ modelId, underlying: model.price, ...override })
			.onConflictDoUpdate({ target: modelPriceOverrides.modelId, set: override });
		await writeModels(tx, [factsOf(model, at)], { at });
		await recordAudit(tx, ctx, {
			action: "catalog.price.set",
			target: { type: "model", id: modelId, name: row?.displayName ?? null },
			before: { price: row?.price ?? null },
			after: { price, reason },
		});
	});
	return showPrice(ctx, modelId);
}

/** Brings back the price that the sources say. @throws NotFoundError when no price is set over it. */
export async function clearPriceOverride(ctx: UserContext, modelId: string): Promise<ModelPriceOutput> {
	const at = new Date();
	await ctx.db.transaction(async (tx) => {
		await lockCatalog(tx);
		const model = await findKnown(tx, modelId);
		const [cleared] = await tx
			.delete(modelPriceOverrides)
			.where(eq(modelPriceOverrides.modelId, modelId))
			.returning({ price: modelPriceOverrides.price });
		if (!cleared) throw new NotFoundError("No price is set over this model's.");
		await writeModels(tx, [factsOf(model, at)], { at });
		await recordAudit(tx, ctx, {
			action: "catalog.price.clear",
			target: { type: "model", id: modelId, name: model.displayName },
			before: { price: cleared.price },
			after: { price: model.price },
		});
	});
	return showPrice(ctx, modelId);
}

/** A model's price in force and the override that made it, if any. @throws NotFoundError */
export async function showPrice({ db }: Pick<Context, "db">, modelId: string): Promise<ModelPriceOutput> {
	const [row] = await db
		.select({
			price: sql<Price | null>`${llmModels.price}`,
			override: sql<Price | null>`${modelPriceOverrides.price}`,
			underlying: sql<Price | null>`${modelPriceOverrides.underlying}`,
			reason: modelPriceOverrides.reason,
			at: modelPriceOverrides.createdAt,
			by: sql<string | null>`coalesce(${users.email}, ${modelPriceOverrides.createdBy})`,
		})
		.from(llmModels)
		.leftJoin(modelPriceOverrides, eq(modelPriceOverrides.modelId, llmModels.id))
		.leftJoin(users, eq(users.id, modelPriceOverrides.createdBy))
		.where(eq(llmModels.id, modelId));
	if (!row) throw noSuchModel();
	const { price, override, underlying, reason, at, by } = row;
	const isSet = override !== null && reason !== null && at !== null && by !== null;
	return { modelId, price, override: isSet ? { price: override, reason, by, at, underlying } : null };
}

/** Every price that was in force for a model, newest first. @throws NotFoundError */
export async function listPrices(
	{ db }: Pick<Context, "db">,
	{ modelId, limit }: PriceHistoryInput,
): Promise<PriceHistoryOutput> {
	const rows = await db
		.select({
			price: sql<Price | null>`${modelPrices.price}`,
			source: modelPrices.source,
			validFrom: modelPrices.validFrom,
		})
		.from(modelPrices)
		.where(eq(modelPrices.modelId, modelId))
		.orderBy(desc(modelPrices.validFrom), desc(modelPrices.id))
		.limit(limit);
	if (rows.length === 0) await showPrice({ db }, modelId);
	const prices = rows.map((row, index) => ({ ...row, validUntil: rows[index - 1]?.validFrom ?? null }));
	return { modelId, prices };
}

async function findKnown(tx: DbOrTx, modelId: string): Promise<KnownModel> {
	const [model] = await knownModels(tx, eq(llmModels.id, modelId));
	if (!model) throw noSuchModel();
	return model;
}

/** Each rate alone first, so that a refusal stands at its field. */
export function checkedPrice(input: SetOverrideInput["price"], at: Date): Price {
	const dated = { source: "override", asOf: isoDay(at) } as const;
	for (const [index, { rates }] of input.tiers.entries()) {
		for (const [priceClass, rate] of Object.entries(rates)) {
			const alone: PriceRates = { [priceClass]: rate };
			const refused = validatePrice({ ...dated, tiers: [{ aboveInputTokens: 0, rates: alone }] });
			if (refused) throw new InvalidInputError(`price.tiers.${index}.rates.${priceClass}`, refused);
		}
	}
	const price: Price = { ...input, ...dated };
	const refused = validatePrice(price);
	if (refused) throw new InvalidInputError("price.tiers", refused);
	if (priceState(price) === "unknown") {
		throw new InvalidInputError("price.tiers.0.rates", "Give a rate for input or output; 0 for both is free.");
	}
	return price;
}
