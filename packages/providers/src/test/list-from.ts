import type { RequestListener } from "node:http";
import { listModels } from "../listing/list-models.ts";
import type { Failure, ListedModel, ListPage, Target } from "../types.ts";
import type { ProviderType } from "../vocabulary.ts";
import { jsonRoutes, serve } from "./serve.ts";

export const secret = "sk-test-0123456789";

/** Lists from a server that answers so, to the end. `basePath` stands for the provider's version segment. */
export const listFrom = async (provider: ProviderType, listener: RequestListener, basePath = "/v1") => {
	await using server = await serve(listener);
	const baseUrl = server.baseUrl.replace("/v1", basePath);
	const target: Target = { provider, baseUrl, secret, allowPrivate: true };
	const pages: ListPage[] = [];
	let failed: Failure | undefined;
	for await (const page of listModels(target)) {
		if ("failed" in page) failed = page.failed;
		else pages.push(page);
	}
	return { pages, failed, models: pages.flatMap(({ models }) => models), requests: server.requests };
};

/** The models of a list that has one page, which must not fail. */
export const modelsOf = async (provider: ProviderType, body: unknown): Promise<ListedModel[]> => {
	const { models, failed } = await listFrom(provider, jsonRoutes({ "/v1/models": body }));
	if (failed) throw new Error(failed.message);
	return models;
};
