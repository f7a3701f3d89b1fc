import { type DbOrTx, schema } from "@llm-hub/db";
import { type FactSource, type ListedModel, listModels, type Price, priceState, type Target } from "@llm-hub/providers";
import { and, eq, isNull, notInArray } from "drizzle-orm";
import { type ModelFacts, writeModels } from "./write-models.ts";

const { llmModels } = schema;

/** More than any server has that a person runs; a list that goes on is cut. */
const mostModels = 2000;
/** With `custom/<slug>/` before it an id stays within what every door takes. */
const longestId = 200;
const largestInteger = 2_147_483_647;

/** The models that a custom server lists, or null when its list could not be read to the end. */
export async function listEndpointModels(target: Target, signal?: AbortSignal): Promise<ListedModel[] | null> {
	const models: ListedModel[] = [];
	for await (const page of listModels(target, { signal })) {
		if ("failed" in page) return null;
		models.push(...page.models.filter(({ id }) => id.length <= longestId && /^\P{Cc}+$/u.test(id)));
		if (models.length >= mostModels) return models.slice(0, mostModels);
	}
	return models;
}

/**
 * Makes the catalog's models of an endpoint those that it lists, as `custom/<slug>/<model>`. What it no longer lists
 * retires. Without a `price` the price is unknown: what a server writes into its list is no bill.
 */
export async function replaceEndpointModels(
	tx: DbOrTx,
	slug: string,
	models: readonly ListedModel[],
	{ price = null, source = "provider" }: { price?: Price | null; source?: FactSource } = {},
): Promise<void> {
	const asOf = new Date().toISOString().slice(0, 10);
	const facts = models.map(
		(model): ModelFacts => ({
			id: `custom/${slug}/${model.id}`,
			providerType: "custom",
			endpointSlug: slug,
			upstreamId: model.id,
			displayName: (model.displayName ?? model.id).slice(0, longestId),
			contextLength: countOrNull(model.contextLength),
			maxOutputTokens: countOrNull(model.maxOutputTokens),
			// The list may not say: a server is a custom endpoint because it speaks the chat API.
			capabilities: model.capabilities ?? ["chat"],
			enabled: true,
			price,
			priceState: priceState(price),
			sources: { facts: { source, asOf }, price: price && { source: price.source, asOf: price.asOf } },
			deprecationDate: model.deprecationDate ?? null,
			replacedBy: model.replacedBy ?? null,
			releasedOn: null,
			knowledgeCutoff: null,
			retiredAt: null,
		}),
	);
	await writeModels(tx, facts);
	await retireEndpointModels(
		tx,
		slug,
		facts.map(({ id }) => id),
	);
}

/** Retires the models of an endpoint that is gone, or those that are not among `except`. */
export async function retireEndpointModels(tx: DbOrTx, slug: string, except: readonly string[] = []): Promise<void> {
	const now = new Date();
	await tx
		.update(llmModels)
		.set({ retiredAt: now, updatedAt: now })
		.where(
			and(
				eq(llmModels.providerType, "custom"),
				eq(llmModels.endpointSlug, slug),
				isNull(llmModels.retiredAt),
				except.length === 0 ? undefined : notInArray(llmModels.id, [...except]),
			),
		);
}

const countOrNull = (value: number | undefined): number | null =>
	value !== undefined && Number.isInteger(value) && value > 0 && value <= largestInteger ? value : null;
