import { seedCatalog } from "@llm-hub/api";
import {
	capabilities,
	keySources,
	type ModelDetailOutput,
	type ModelOutput,
	priceStates,
	providerTypes,
} from "@llm-hub/api/schemas";
import type { RouterInputs } from "@llm-hub/api/types";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { HttpError } from "../../http-errors.ts";
import { callerOf, contextOf } from "./access.ts";
import { failures, moment, queryFlag, queryNumber, toMoment, toNumber } from "./shapes.ts";

const tags = ["catalog"];
const fields = { contextLength: "sort", ids: "model_ids" };

const providerType = z.enum(providerTypes);
const modelId = z.string().min(1).max(300);
const dollars = z.number().nullable();
const total = z.number().int();

const listQuery = z.strictObject({
	provider: providerType.optional(),
	search: z.string().max(200).optional(),
	capability: z
		.string()
		.max(50)
		.optional()
		.describe(`One of ${capabilities.join(", ")}.`),
	enabled: queryFlag.optional(),
	sort: z.enum(["name", "price", "context_length", "provider"]).optional(),
	order: z.enum(["asc", "desc"]).optional(),
	min_price: queryNumber(z.number().min(0)).optional().describe("USD per 1M input tokens"),
	max_price: queryNumber(z.number().min(0)).optional().describe("USD per 1M input tokens"),
	min_context: queryNumber(z.number().int().min(0)).optional().describe("Tokens"),
	limit: queryNumber(z.number().int().min(1).max(1000)).default(100),
	offset: queryNumber(z.number().int().min(0)).default(0),
});
/** Model ids hold slashes. */
const wildcard = z.object({ "*": modelId });
const bulkBody = z.discriminatedUnion("action", [
	z.strictObject({ model_ids: z.array(modelId).min(1).max(5000), action: z.enum(["enable", "disable"]) }),
	z.strictObject({
		model_ids: z.array(modelId).min(1).max(5000),
		action: z.literal("update"),
		updates: z.strictObject({ enabled: z.boolean() }),
	}),
]);

const modelShape = z.object({
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
});
const priceShape = z.object({
	source: z.string(),
	as_of: z.string(),
	per_request: z.number().optional(),
	tiers: z.array(z.object({ above_input_tokens: z.number(), rates: z.record(z.string(), z.number()) })),
});
const modelAnswer = modelShape.extend({ retired_at: moment.nullable(), price: priceShape.nullable() });
const statsAnswer = z.object({
	total_models: total,
	enabled_models: total,
	disabled_models: total,
	retired_models: total,
	by_provider: z.array(z.object({ provider_id: providerType, total, enabled: total })),
	by_capability: z.array(z.object({ capability: z.enum(capabilities), total })),
	by_price_state: z.object({ priced: total, free: total, unknown: total }),
	last_changed_at: moment.nullable(),
});
const providerShape = z.object({
	id: providerType,
	name: z.string(),
	key_source: z.enum(keySources),
	health_status: z.string(),
	total_models: total,
	enabled_models: total,
});
const changedAnswer = z.object({ success: z.literal(true), updated: total, message: z.string() });

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
});

const toPrice = (price: NonNullable<ModelDetailOutput["price"]>): z.infer<typeof priceShape> => ({
	source: price.source,
	as_of: price.asOf,
	...(price.perRequest !== undefined && { per_request: Number(price.perRequest) }),
	tiers: price.tiers.map(({ aboveInputTokens, rates }) => ({
		above_input_tokens: aboveInputTokens,
		rates: Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Number(rate)])),
	})),
});

const toQuery = (query: z.infer<typeof listQuery>): RouterInputs["catalog"]["list"] => ({
	provider: query.provider,
	search: query.search,
	capability: query.capability,
	enabled: query.enabled,
	sort: query.sort === "context_length" ? "contextLength" : query.sort,
	order: query.order,
	minPrice: query.min_price,
	maxPrice: query.max_price,
	minContext: query.min_context,
	limit: query.limit,
	offset: query.offset,
});

/** `/api/v1/llm`: the models, who offers them, and which may be used. */
export const catalogRoutes: FastifyPluginAsyncZod = async (app) => {
	const anybody = { access: "public", fields } as const;
	const admin = { access: "admin", fields } as const;

	app.get(
		"/models",
		{
			config: anybody,
			schema: {
				tags,
				summary: "List models",
				description: "The header X-Total-Count says how many the filters leave in all.",
				querystring: listQuery,
				response: { 200: z.array(modelShape), ...failures },
			},
		},
		async (request, reply) => {
			const { models, total: found } = await callerOf(request).catalog.list(toQuery(request.query));
			reply.header("x-total-count", found);
			return models.map(toModel);
		},
	);

	app.get(
		"/models/*",
		{
			config: { ...anybody, documentedPath: "/api/v1/llm/models/:id" },
			schema: { tags, summary: "One model", params: wildcard, response: { 200: modelAnswer, ...failures } },
		},
		async (request) => {
			const model = await callerOf(request).catalog.byId({ id: request.params["*"] });
			return { ...toModel(model), retired_at: toMoment(model.retiredAt), price: model.price && toPrice(model.price) };
		},
	);

	app.get(
		"/models/stats",
		{
			config: { access: "user" },
			schema: { tags, summary: "The catalog in figures", response: { 200: statsAnswer, ...failures } },
		},
		async (request) => {
			const stats = await callerOf(request).catalog.stats();
			return {
				total_models: stats.total,
				enabled_models: stats.enabled,
				disabled_models: stats.disabled,
				retired_models: stats.retired,
				by_provider: stats.byProvider.map((row) => ({
					provider_id: row.providerType,
					total: row.total,
					enabled: row.enabled,
				})),
				by_capability: stats.byCapability,
				by_price_state: stats.byPriceState,
				last_changed_at: toMoment(stats.lastChangedAt),
			};
		},
	);

	app.get(
		"/providers",
		{
			config: { access: "user" },
			schema: { tags, summary: "Who offers models", response: { 200: z.array(providerShape), ...failures } },
		},
		async (request) => {
			const { providers } = await callerOf(request).catalog.providers();
			return providers.map((provider) => ({
				id: provider.providerType,
				name: provider.displayName,
				key_source: provider.keySource,
				health_status: provider.healthStatus,
				total_models: provider.total,
				enabled_models: provider.enabled,
			}));
		},
	);

	app.post(
		"/models/*",
		{
			config: { ...admin, documentedPath: "/api/v1/llm/models/:id/toggle" },
			schema: {
				tags,
				summary: "Enable or disable a model",
				params: wildcard,
				body: z.strictObject({ enabled: z.boolean() }),
				response: { 200: modelShape, ...failures },
			},
		},
		async (request) => {
			const path = request.params["*"];
			if (!path.endsWith("/toggle")) throw new HttpError(404, "not_found", "There is no such action on a model.");
			const id = path.slice(0, -"/toggle".length);
			const caller = callerOf(request);
			await caller.catalog.setEnabled({ ids: [id], enabled: request.body.enabled });
			return toModel(await caller.catalog.byId({ id }));
		},
	);

	app.post(
		"/models/bulk-update",
		{
			config: admin,
			schema: { tags, summary: "Change many models", body: bulkBody, response: { 200: changedAnswer, ...failures } },
		},
		async (request) => {
			const { body } = request;
			const enabled = body.action === "update" ? body.updates.enabled : body.action === "enable";
			const { changed } = await callerOf(request).catalog.setEnabled({ ids: body.model_ids, enabled });
			return { success: true as const, updated: changed, message: `${changed} models changed.` };
		},
	);

	app.post(
		"/models/refresh",
		{
			config: admin,
			schema: {
				tags,
				summary: "Apply the catalog that ships with this version again",
				response: { 200: changedAnswer, ...failures },
			},
		},
		async (request) => {
			const { changed } = await seedCatalog(contextOf(request).db);
			const message = `The catalog that ships with this version is applied: ${changed} models changed. No provider was asked.`;
			return { success: true as const, updated: changed, message };
		},
	);
};
