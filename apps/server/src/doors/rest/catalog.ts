import { refreshCatalog } from "@llm-hub/api";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { HttpError } from "../../http-errors.ts";
import { callerOf, contextOf, userCallOf } from "./access.ts";
import {
	bulkBody,
	changedAnswer,
	listQuery,
	modelAnswer,
	modelShape,
	providerShape,
	refreshAnswer,
	statsAnswer,
	toModel,
	toPrice,
	toQuery,
	toRefresh,
	wildcard,
} from "./catalog-shapes.ts";
import { createPageCache } from "./page-cache.ts";
import { failures, toMoment } from "./shapes.ts";

const tags = ["catalog"];
const fields = { contextLength: "sort", ids: "model_ids", "*": "id" };

/** `/api/v1/llm`: the models, who offers them, and which may be used. */
export const catalogRoutes: FastifyPluginAsyncZod = async (app) => {
	const pages = createPageCache();
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
				response: {
					200: {
						description: "A page of models.",
						content: { "application/json": { schema: z.array(modelShape) } },
					},
					...failures,
				},
			},
		},
		async (request, reply) => {
			const page = await pages.get(contextOf(request), request.url, toQuery(request.query));
			// Bytes are sent as they are: a page becomes JSON once a change, not once a caller, and so has no model's type here.
			return reply
				.header("x-total-count", page.total)
				.type("application/json; charset=utf-8")
				.send(page.body as never);
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
			return {
				...toModel(model),
				released_on: model.releasedOn,
				knowledge_cutoff: model.knowledgeCutoff,
				retired_at: toMoment(model.retiredAt),
				price: model.price && toPrice(model.price),
			};
		},
	);

	app.get(
		"/models/stats",
		{
			config: { access: "catalog:read" },
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
			config: { access: "catalog:read" },
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
				summary: "List every configured provider's models and take over what changed",
				response: { 200: refreshAnswer, ...failures },
			},
		},
		async (request) => toRefresh(await refreshCatalog(userCallOf(request), {}, contextOf(request).signal)),
	);
};
