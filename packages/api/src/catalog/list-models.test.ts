import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../keys/fixtures.ts";
import { type Caller, createTestApi, type TestApi } from "../test/harness.ts";
import type { RouterInputs } from "../types.ts";
import { flatPrice, modelFacts, setCatalog } from "./fixtures.ts";

type ListInput = NonNullable<RouterInputs["catalog"]["list"]>;

let api: TestApi;
let anonymous: Caller;
beforeAll(async () => {
	api = await createTestApi();
	anonymous = api.as(null);
	await setCatalog(api, [
		modelFacts("openai/gpt-4o", {
			displayName: "GPT-4o",
			contextLength: 128_000,
			capabilities: ["chat", "vision", "tools"],
			price: {
				tiers: [
					{ aboveInputTokens: 0, rates: { input: "2.50", cachedInput: "1.250", output: "10" } },
					{ aboveInputTokens: 200_000, rates: { input: "5", output: "20" } },
				],
				source: "genai-prices",
				asOf: "2026-03-04",
			},
			sources: { facts: { source: "seed", origin: "pi-ai", asOf: "2026-03-01" }, price: null },
		}),
		modelFacts("openai/gpt-4o-mini", {
			displayName: "gpt-4o mini",
			contextLength: 64_000,
			price: flatPrice("0.15", "0.6"),
		}),
		modelFacts("anthropic/claude-4", {
			displayName: "Claude 4",
			contextLength: 200_000,
			price: flatPrice("0.15", "15"),
			enabled: false,
		}),
		modelFacts("groq/free_100%", { displayName: "Free 100%", price: flatPrice("0", "0") }),
		modelFacts("custom/mine/big", { displayName: "Big", endpointSlug: "mine" }),
		modelFacts("custom/sandbox/writer", {
			displayName: "Sandbox Writer",
			endpointSlug: "sandbox",
			price: flatPrice("0", "0"),
		}),
		modelFacts("openai/gone", { displayName: "Gone", retiredAt: new Date("2025-01-01"), enabled: false }),
	]);
	const admin = await api.createUser("admin");
	await api
		.as(admin)
		.keys.save({ providerType: "custom", name: "Mine", baseUrl: "http://127.0.0.1:9/v1", test: false });
});
afterAll(() => api.close());

const idsOf = async (input?: ListInput) => (await anonymous.catalog.list(input)).models.map(({ id }) => id);
const [gpt, mini, claude, free] = ["openai/gpt-4o", "openai/gpt-4o-mini", "anthropic/claude-4", "groq/free_100%"];
const [big, writer] = ["custom/mine/big", "custom/sandbox/writer"];

describe("the list", () => {
	it("shows anybody all that is not retired, by name", async () => {
		expect(await idsOf()).toEqual([big, claude, free, gpt, mini, writer]);
		expect(await idsOf({ includeRetired: true })).toHaveLength(7);
	});

	it("says prices without trailing zeros, null where unknown, 0 only where free", async () => {
		const { models } = await anonymous.catalog.list();
		const priceOf = (id: string | undefined) => {
			const { inputPer1M, outputPer1M, cachedInputPer1M, priceState } = models.find((model) => model.id === id) ?? {};
			return [inputPer1M, outputPer1M, cachedInputPer1M, priceState];
		};
		expect(priceOf(gpt)).toEqual(["2.5", "10", "1.25", "priced"]);
		expect(priceOf(free)).toEqual(["0", "0", null, "free"]);
		expect(priceOf(big)).toEqual([null, null, null, "unknown"]);
	});

	it("names a custom model's endpoint, and labels the Sandbox", async () => {
		const { models } = await anonymous.catalog.list({ provider: "custom" });
		expect(models.map(({ providerName, endpointSlug }) => [providerName, endpointSlug])).toEqual([
			["Mine", "mine"],
			["Sandbox", "sandbox"],
		]);
	});

	it.each<[string, ListInput, (string | undefined)[]]>([
		["a word of the id", { search: "gpt" }, [gpt, mini]],
		["words in any order and any case", { search: " MINI  openai" }, [mini]],
		["words of the name", { search: "big" }, [big]],
		["words that are nowhere together", { search: "gpt claude" }, []],
		["signs that mean something to LIKE", { search: "free_100%" }, [free]],
		["such a sign alone", { search: "%" }, [free]],
		["a backslash", { search: "\\" }, []],
		["SQL", { search: "'; drop table llm_models; --" }, []],
		["a provider", { provider: "openai" }, [gpt, mini]],
		["an endpoint", { endpoint: "sandbox" }, [writer]],
		["a capability", { capability: "vision" }, [gpt]],
		["a capability by another system's word", { capability: "function_calling" }, [gpt]],
		["the capability that is called completion elsewhere", { capability: "completion", provider: "groq" }, [free]],
		["what is enabled", { enabled: true, provider: "anthropic" }, []],
		["what is disabled", { enabled: false }, [claude]],
		["a highest price", { maxPrice: 0.15 }, [claude, free, mini, writer]],
		["a lowest price", { minPrice: 0.15 }, [claude, gpt, mini]],
		["a range of prices", { minPrice: 0.01, maxPrice: 1 }, [claude, mini]],
		["what costs nothing", { maxPrice: 0 }, [free, writer]],
		["a least context", { minContext: 128_000 }, [claude, gpt]],
		["several at once", { search: "gpt", minContext: 100_000, enabled: true, capability: "tools" }, [gpt]],
	])("filters by %s", async (_name, input, expected) => {
		const { models, total } = await anonymous.catalog.list(input);
		expect(models.map(({ id }) => id)).toEqual(expected);
		expect(total).toBe(expected.length);
	});

	it.each<[ListInput, (string | undefined)[]]>([
		[{ sort: "name", order: "desc" }, [writer, mini, gpt, free, claude, big]],
		[{ sort: "price" }, [writer, free, mini, claude, gpt, big]],
		[{ sort: "price", order: "desc" }, [gpt, claude, mini, writer, free, big]],
		[{ sort: "contextLength" }, [mini, gpt, claude, big, writer, free]],
		[{ sort: "contextLength", order: "desc" }, [claude, gpt, mini, big, writer, free]],
		[{ sort: "provider" }, [claude, big, writer, free, gpt, mini]],
	])("sorts by %j, the unknown last and equals by id", async (input, expected) => {
		expect(await idsOf(input)).toEqual(expected);
	});

	it("pages without a gap or a double, and knows the total on each page, also past the end", async () => {
		const pages = [];
		for (const offset of [0, 2, 4, 6]) pages.push(await anonymous.catalog.list({ sort: "price", limit: 2, offset }));
		expect(pages.map(({ total }) => total)).toEqual([6, 6, 6, 6]);
		expect(pages.map(({ models }) => models.length)).toEqual([2, 2, 2, 0]);
		expect(pages.flatMap(({ models }) => models.map(({ id }) => id))).toEqual(await idsOf({ sort: "price" }));
	});

	it.each<[string, object]>([
		["limit", { limit: 0 }],
		["limit", { limit: 1001 }],
		["limit", { limit: 1.5 }],
		["offset", { offset: -1 }],
		["sort", { sort: "price desc; drop table" }],
		["order", { order: "up" }],
		["provider", { provider: "acme" }],
		["capability", { capability: "telepathy" }],
		["capability", { capability: "constructor" }],
		["enabled", { enabled: "yes" }],
		["minPrice", { minPrice: -1 }],
		["maxPrice", { maxPrice: Number.NaN }],
		["minContext", { minContext: 1e12 }],
		["search", { search: "x".repeat(201) }],
		["", { colour: "red" }],
	])("refuses a bad %s: %j", async (field, input) => {
		expect(await refusalOf(anonymous.catalog.list(input as ListInput))).toMatchObject({
			code: "BAD_REQUEST",
			fields: [field],
		});
	});
});

describe("one model", () => {
	it("comes with every tier of its price and the source of each fact", async () => {
		const model = await anonymous.catalog.byId({ id: "openai/gpt-4o" });
		expect(model).toMatchObject({
			providerName: "OpenAI",
			upstreamId: "gpt-4o",
			inputPer1M: "2.5",
			priceSource: "genai-prices",
			priceAsOf: "2026-03-04",
			sources: { facts: { source: "seed", origin: "pi-ai", asOf: "2026-03-01" }, price: null },
		});
		expect(model.price?.tiers[1]).toEqual({ aboveInputTokens: 200_000, rates: { input: "5", output: "20" } });
	});

	it("is shown also when it is retired, and is not found when there is none", async () => {
		expect((await anonymous.catalog.byId({ id: "openai/gone" })).retiredAt).toEqual(new Date("2025-01-01"));
		for (const id of ["openai/none", "x", "openai/%", "o".repeat(300)]) {
			expect((await refusalOf(anonymous.catalog.byId({ id }))).code).toBe("NOT_FOUND");
		}
	});
});

describe("five thousand models", () => {
	it("are listed by one query a page, whose rows carry no tiers", async () => {
		await using large = await createTestApi();
		const models = Array.from({ length: 5000 }, (_, n) =>
			modelFacts(`openrouter/maker/model-${n}`, { contextLength: 1000 + n, price: flatPrice(`${n / 1000}`, "1") }),
		);
		await setCatalog(large, models);
		const { models: page, total } = await large.as(null).catalog.list({
			search: "maker model",
			maxPrice: 4,
			minContext: 2000,
			sort: "price",
			order: "desc",
			limit: 1000,
		});
		expect(total).toBe(3001);
		expect(page).toHaveLength(1000);
		expect(page[0]?.id).toBe("openrouter/maker/model-4000");
		expect(Object.keys(page[0] ?? {})).not.toContain("price");
		const admin = large.as(await large.createUser("admin"));
		expect(await admin.catalog.setEnabled({ ids: models.map(({ id }) => id), enabled: false })).toMatchObject({
			changed: 5000,
		});
	});
});
