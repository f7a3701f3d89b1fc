import {
	capabilities,
	keySources,
	type listModelsInput,
	type ModelDetailOutput,
	type ModelOutput,
	priceStates,
	providerTypes,
	type SyncSummary,
	usability,
} from "@llm-hub/api/schemas";
import { z } from "zod";
import { moment, queryFlag, queryNumber, toNumber } from "./shapes.ts";

export const providerType = z.enum(providerTypes);
const modelId = z.string().min(1).max(300);
const dollars = z.number().nullable();
const total = z.number().int();

export const listQuery = z.strictObject({
	provider: providerType.optional(),
	search: z.string().max(200).optional(),
	capability: z
		.string()
		.max(50)
		.optional()
		.describe(`One of ${capabilities.join(", ")}.`),
	enabled: queryFlag.optional(),
	usable: queryFlag.optional().describe("Only what the caller may use now, or only what not. Needs a sign-in."),
	sort: z.enum(["name", "price", "context_length", "provider"]).optional(),
	order: z.enum(["asc", "desc"]).optional(),
	min_price: queryNumber(z.number().min(0)).optional().describe("USD per 1M input tokens"),
	max_price: queryNumber(z.number().min(0)).optional().describe("USD per 1M input tokens"),
	min_context: queryNumber(z.number().int().min(0)).optional().describe("Tokens"),
	limit: queryNumber(z.number().int().min(1).max(1000)).default(100),
	offset: queryNumber(z.number().int().min(0)).default(0),
});
/** Model ids hold slashes. */
export const wildcard = z.object({ "*": modelId });
export const bulkBody = z.discriminatedUnion("action", [
	z.strictObject({ model_ids: z.array(modelId).min(1).max(5000), action: z.enum(["enable", "disable"]) }),
	z.strictObject({
		model_ids: z.array(modelId).min(1).max(5000),
		action: z.literal("update"),
		updates: z.strictObject({ enabled: z.boolean() }),
	}),
]);

export const modelShape = z.object({
	id: z.string().describe("`<provider>/<upstream model>`"),
	provider_id: providerType,
	provider_name: z.string(),
	name: z.string().describe("The provider's own id of the model."),
	display_name: z.string(),
	cost_per_1m_input: dollars.describe("USD per 1M tokens; null is unknown, 0 is free."),
	cost_per_1m_output: dollars,
	cost_per_1m_cached_input: dollars,
	price_state: z.enum(priceStates),
	context_length: z.number().int().nullable(),
	max_output_tokens: z.number().int().nullable(),
	capabilities: z.array(z.enum(capabilities)),
	enabled: z.boolean(),
	deprecation_date: z.string().nullable(),
	usable: z.boolean().optional().describe("Whether the caller may use it now; said to whom is signed in."),
	usable_reason: z.enum(usability.shape.reason.options).optional().describe("With `limit` a quota is used up."),
	rule: z.string().nullable().optional().describe("The pattern of the rule or grant that decides."),
	tier_required: z.string().nullable().optional().describe("The smallest tier that would allow it."),
});
const priceShape = z.object({
	source: z.string(),
	as_of: z.string(),
	per_request: z.number().optional(),
	tiers: z.array(z.object({ above_input_tokens: z.number(), rates: z.record(z.string(), z.number()) })),
});
export const modelAnswer = modelShape.extend({
	released_on: z.string().nullable().describe("Since when its provider lists it."),
	knowledge_cutoff: z.string().nullable(),
	retired_at: moment.nullable(),
	price: priceShape.nullable(),
});
export const statsAnswer = z.object({
	total_models: total,
	enabled_models: total,
	disabled_models: total,
	retired_models: total,
	by_provider: z.array(z.object({ provider_id: providerType, total, enabled: total })),
	by_capability: z.array(z.object({ capability: z.enum(capabilities), total })),
	by_price_state: z.object({ priced: total, free: total, unknown: total }),
	last_changed_at: moment.nullable(),
});
export const providerShape = z.object({
	id: providerType,
	name: z.string(),
	key_source: z.enum(keySources),
	health_status: z.string(),
	total_models: total,
	enabled_models: total,
});
export const refreshAnswer = z.object({
	success: z.boolean().describe("Whether every provider listed its models."),
	message: z.string(),
	models_found: total,
	new_models: total,
	changed_models: total,
	gone_models: total,
	pending_changes: total.describe("Changes that wait for a person."),
	providers: z.array(
		z.object({
			provider_id: providerType,
			endpoint: z.string().nullable(),
			name: z.string(),
			state: z.enum(["success", "failed", "cancelled"]),
			models_found: total,
			error: z.string().nullable(),
			code: z.string().nullable(),
		}),
	),
});
export const changedAnswer = z.object({ success: z.literal(true), updated: total, message: z.string() });

export const toModel = (model: ModelOutput): z.infer<typeof modelShape> => ({
	id: model.id,
	provider_id: model.providerType,
	provider_name: model.providerName,
	name: model.upstreamId,
	display_name: model.displayName,
	cost_per_1m_input: toNumber(model.inputPer1M),
	cost_per_1m_output: toNumber(model.outputPer1M),
	cost_per_1m_cached_input: toNumber(model.cachedInputPer1M),
	price_state: model.priceState,
	context_length: model.contextLength,
	max_output_tokens: model.maxOutputTokens,
	capabilities: model.capabilities,
	enabled: model.enabled,
	deprecation_date: model.deprecationDate,
	...toUsability(model.usability),
});

export const toUsability = (usability: ModelOutput["usability"]) =>
	usability && {
		usable: usability.usable,
		usable_reason: usability.reason,
		rule: usability.rule,
		tier_required: usability.tierRequired,
	};

export const toPrice = (price: NonNullable<ModelDetailOutput["price"]>): z.infer<typeof priceShape> => ({
	source: price.source,
	as_of: price.asOf,
	...(price.perRequest !== undefined && { per_request: Number(price.perRequest) }),
	tiers: price.tiers.map(({ aboveInputTokens, rates }) => ({
		above_input_tokens: aboveInputTokens,
		rates: Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Number(rate)])),
	})),
});

export function toRefresh({ providers, counts, modelsFound }: SyncSummary): z.infer<typeof refreshAnswer> {
	const fresh = providers.filter(({ state }) => state === "success").length;
	return {
		success: fresh === providers.length,
		message: `${fresh} of ${providers.length} providers listed their models: ${counts.new} new, ${counts.changed} changed, ${counts.gone} gone.`,
		models_found: modelsFound,
		new_models: counts.new,
		changed_models: counts.changed,
		gone_models: counts.gone,
		pending_changes: counts.pending,
		providers: providers.map((provider) => ({
			provider_id: provider.provider,
			endpoint: provider.endpoint,
			name: provider.name,
			state: provider.state,
			models_found: provider.modelsFound,
			error: provider.failure?.message ?? null,
			code: provider.failure?.reason ?? null,
		})),
	};
}

export type CatalogQuery = z.input<typeof listModelsInput> & object;

export const toQuery = (query: z.infer<typeof listQuery>): CatalogQuery => ({
	provider: query.provider,
	search: query.search,
	capability: query.capability,
	enabled: query.enabled,
	usable: query.usable,
	sort: query.sort === "context_length" ? "contextLength" : query.sort,
	order: query.order,
	minPrice: query.min_price,
	maxPrice: query.max_price,
	minContext: query.min_context,
	limit: query.limit,
	offset: query.offset,
});
