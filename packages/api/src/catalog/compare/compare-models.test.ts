import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApi, type TestApi } from "../../test/harness.ts";
import { flatPrice, modelFacts, setCatalog } from "../fixtures.ts";

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
	await setCatalog(api, [
		modelFacts("openai/gpt-4-like", { price: flatPrice("2", "8") }),
		modelFacts("groq/small", { contextLength: 8_000 }),
	]);
	await api.db.insert(schema.modelAliases).values({ name: "fast", modelId: "groq/small", updatedBy: "test" });
});
afterAll(() => api.close());

it("shows models and aliases in the order asked, each with the tiers that open it; one that is gone keeps its place", async () => {
	const user = await api.createUser("user", { tierCode: "trial" });
	const models = ["fast", "openai/gone", "openai/gpt-4-like", "nobody"];
	const out = await api.as(user).catalog.compare({ models });
	expect(out.models).toMatchObject([
		{ asked: "fast", model: { id: "groq/small", contextLength: 8_000, price: null, priceState: "unknown" } },
		{ asked: "openai/gone", model: null, tiers: null },
		{ asked: "openai/gpt-4-like", model: { inputPer1M: "2", price: { source: "seed" } } },
		{ asked: "nobody", model: null },
	]);
	expect(out.models.map(({ tiers }) => tiers?.map(({ code }) => code))).toEqual([
		["trial", "starter", "professional", "enterprise"],
		undefined,
		["professional", "enterprise"],
		undefined,
	]);
});

it("tells a visitor nothing of tiers, and refuses none and seven", async () => {
	const visitor = api.as(null).catalog;
	expect((await visitor.compare({ models: ["groq/small"] })).models[0]).toMatchObject({ tiers: null });
	await expect(visitor.compare({ models: [] })).rejects.toThrow("at least one model");
	await expect(visitor.compare({ models: ["a", "b", "c", "d", "e", "f", "g"] })).rejects.toThrow("At most six");
});
