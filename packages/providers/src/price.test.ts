import { expect, test } from "vitest";
import { mergePrice, parsePrice, priceState, ratesFor, validatePrice } from "./price.ts";
import { openRouterPrice, togetherPrice } from "./price-listing.ts";
import { findPrice } from "./price-lookup.ts";
import { priceOfTable } from "./price-table.ts";
import type { Price, PriceRates } from "./types.ts";
import type { FactSource } from "./vocabulary.ts";

const at = new Date("2026-11-23T00:00:00Z");
const flat = (rates: PriceRates, source: FactSource = "seed", perRequest?: string): Price => ({
	tiers: [{ aboveInputTokens: 0, rates }],
	...(perRequest && { perRequest }),
	source,
	asOf: "2026-11-23",
});
const listed = (rates: Record<string, unknown>, per: "token" | "1M" = "1M") =>
	parsePrice({ per, tiers: [{ aboveInputTokens: 0, rates }], source: "provider", asOf: "2026-11-23" });

test("a listed price becomes decimals per 1M tokens", () => {
	expect(listed({ input: "0.0000025", output: 0.00001, cachedInput: "1e-7" }, "token").price).toEqual(
		flat({ input: "2.5", cachedInput: "0.1", output: "10" }, "provider"),
	);
	expect(listed({ input: 0.88, output: "0.88" }).price?.tiers[0]?.rates).toEqual({ input: "0.88", output: "0.88" });
	const tiered = parsePrice({
		per: "1M",
		tiers: [
			{ aboveInputTokens: 200_000, rates: { input: 6, output: 22.5 } },
			{ aboveInputTokens: 0, rates: { input: 3, output: 15 } },
		],
		perRequest: "0.005",
		source: "override",
		asOf: "2026-11-23",
	});
	expect(tiered.price).toMatchObject({
		perRequest: "0.005",
		tiers: [{ aboveInputTokens: 0 }, { aboveInputTokens: 200_000 }],
	});
	expect(ratesFor(tiered.price!, 200_000).input).toBe("3");
	expect(ratesFor(tiered.price!, 200_001).input).toBe("6");
});

test.each([
	[{ input: "-1", output: "-1" }],
	[{}],
	[{ input: "free", output: null }],
	[{ input: "", output: " " }],
	[{ input: Number.NaN, output: Number.POSITIVE_INFINITY }],
	[{ cachedInput: "1" }],
	[{ input: "1e999999999", output: "1e-999999999" }],
])("%j is an unknown price", (rates) => {
	expect(listed(rates)).toEqual({ price: null, refused: null });
});

test("a price above 1,000 USD per 1M tokens is refused with its reason", () => {
	expect(listed({ input: "1000", output: "1000" }).refused).toBeNull();
	const perTokenMistake = listed({ input: "2.5", output: "10" }, "token");
	expect(perTokenMistake.price).toBeNull();
	expect(perTokenMistake.refused).toBe(
		"The input price of 2500000 USD per 1M tokens is above 1000: check whether it is given per token or per 1M.",
	);
	expect(validatePrice(flat({ input: "1", output: "1000.01" }))).toContain("output price of 1000.01");
	expect(validatePrice(flat({ input: "1" }, "seed", "1000.01"))).toContain("price per request of 1000.01");
});

test.each([
	[flat({ input: "-1" }), /input price "-1" is not an amount/],
	[flat({ input: "two" }), /"two" is not an amount/],
	[flat({ input: "1" }, "seed", "-1"), /per request "-1"/],
	[{ ...flat({ input: "1" }), tiers: [] }, /hold from 0/],
	[{ ...flat({}), tiers: [0, 0].map((aboveInputTokens) => ({ aboveInputTokens, rates: {} })) }, /each above/],
	[{ ...flat({}), tiers: [0, 1.5].map((aboveInputTokens) => ({ aboveInputTokens, rates: {} })) }, /whole numbers/],
])("an unsound price is refused: %j", (price, reason) => {
	expect(validatePrice(price)).toMatch(reason);
});

test("OpenRouter's listing is per token, with zero for what it does not bill apart and tiers for long prompts", () => {
	const pricing = {
		prompt: "0.0000025",
		completion: "0.00001",
		input_cache_read: "0.00000125",
		internal_reasoning: "0",
		image: "0.003613",
		request: "0",
		overrides: [{ min_prompt_tokens: 272_000, prompt: "0.000005" }],
	};
	expect(openRouterPrice(pricing, "2026-11-23")).toEqual({
		price: {
			tiers: [
				{ aboveInputTokens: 0, rates: { input: "2.5", cachedInput: "1.25", output: "10" } },
				{ aboveInputTokens: 271_999, rates: { input: "5", cachedInput: "1.25", output: "10" } },
			],
			source: "provider",
			asOf: "2026-11-23",
		},
		refused: null,
	});
	const search = { prompt: "0.000001", completion: "0.000001", request: "0.005" };
	expect(openRouterPrice(search, "2026-11-23").price?.perRequest).toBe("0.005");
	expect(priceState(openRouterPrice({ prompt: "0", completion: "0", request: "0" }, "2026-11-23").price)).toBe("free");
	for (const unknown of [{ prompt: "-1", completion: "-1" }, null, "?", { overrides: 3 }]) {
		expect(openRouterPrice(unknown, "2026-11-23").price).toBeNull();
	}
	expect(openRouterPrice({ prompt: "2.5", completion: "10" }, "2026-11-23").refused).toMatch(/above 1000/);
});

test("Together's listing is per 1M tokens, and its zeros are unknown", () => {
	const rates = togetherPrice({ input: 0.18000000000000002, output: 0.59, cached_input: 0 }, "2026-11-23").price
		?.tiers[0]?.rates;
	expect(rates).toEqual({ input: "0.18", output: "0.59" });
	expect(togetherPrice({ input: 0, output: 0 }, "2026-11-23").price).toBeNull();
	expect(togetherPrice(undefined, "2026-11-23").price).toBeNull();
});

test("a price is free only when everything known of it is zero", () => {
	expect(priceState(null)).toBe("unknown");
	expect(priceState(flat({ cachedInput: "0" }))).toBe("unknown");
	expect(priceState(flat({ input: "0", output: "0.0" }))).toBe("free");
	expect([priceState(flat({ input: "0" })), priceState(flat({ output: "0" }))]).toEqual(["priced", "priced"]);
	expect(priceState(flat({ input: "0", output: "0" }, "seed", "0.01"))).toBe("priced");
	expect(priceState(flat({ input: "0", output: "0", reasoning: "1" }))).toBe("priced");
});

test("sources are merged in their order, and a lower one fills a gap only where it agrees", () => {
	const override = flat({ input: "1", output: "2" }, "override");
	const provider = flat({ input: "2.5", output: "10" }, "provider");
	const table = flat({ input: "2.50", output: "10", cachedInput: "1.25" }, "genai-prices");
	const seed = flat({ input: "9", output: "10", cacheWrite: "4" }, "seed");
	expect(mergePrice([seed, table, provider, override])).toEqual(override);
	expect(mergePrice([seed, null, table, provider])).toEqual({
		...provider,
		tiers: [{ aboveInputTokens: 0, rates: { input: "2.5", output: "10", cachedInput: "1.25" } }],
	});
	expect(mergePrice([flat({}, "override"), seed])).toEqual(seed);
	expect(mergePrice([undefined, null])).toBeNull();
});

test("a dated snapshot is priced by its alias, and by itself where it differs", () => {
	const openai = (model: string, reportedModel?: string) => findPrice({ provider: "openai", model, reportedModel, at });
	const gpt4o = { input: "2.5", cachedInput: "1.25", output: "10" };
	expect(openai("gpt-4o", "gpt-4o-2024-08-06")?.tiers[0]?.rates).toEqual(gpt4o);
	expect(openai("gpt-4o", "gpt-4o-2031-01-01")?.tiers[0]?.rates).toEqual(gpt4o);
	expect(openai("gpt-4o", "gpt-4o-2024-05-13")?.tiers[0]?.rates).toEqual({ input: "5", output: "15" });
	expect(openai("gpt-4o", "something-else")?.tiers[0]?.rates).toEqual(gpt4o);
	expect(openai("no-such-model")).toBeNull();
	expect(findPrice({ provider: "mistral", model: "constructor", at })).toBeNull();
	const sonnet = findPrice({ provider: "anthropic", model: "claude-sonnet-4-5-20250929", at });
	expect(sonnet?.tiers.map((tier) => tier.rates.input)).toEqual(["3", "6"]);
	expect(sonnet).toMatchObject({ source: "genai-prices", asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
});

test("the price of the day of the call holds", () => {
	const o3 = (day: string) => findPrice({ provider: "openai", model: "o3", at: new Date(day) })?.tiers[0]?.rates.input;
	expect([o3("2025-06-01"), o3("2025-06-11")]).toEqual(["10", "2"]);
});

test("a row of the price table is believed no more than a listing", () => {
	const row = { input_mtok: 2, output_mtok: { base: 8, tiers: [{ start: 200_000, price: 12 }] } };
	expect(priceOfTable(row, "2026-11-23")?.tiers).toEqual([
		{ aboveInputTokens: 0, rates: { input: "2", output: "8" } },
		{ aboveInputTokens: 200_000, rates: { input: "2", output: "12" } },
	]);
	for (const wrong of [
		{ input_mtok: 1000.01 },
		{ output_mtok: -1 },
		{ cache_read_mtok: 2500 },
		{ requests_kcount: -5 },
	]) {
		expect(priceOfTable({ ...row, ...wrong }, "2026-11-23"), JSON.stringify(wrong)).toBeNull();
	}
});

test("each provider's own words for its models are found", () => {
	const rates = (query: Omit<Parameters<typeof findPrice>[0], "at">) => findPrice({ ...query, at })?.tiers[0]?.rates;
	expect(rates({ provider: "google", model: "models/gemini-2.5-flash" })).toMatchObject({
		input: "0.3",
		audioInput: "1",
	});
	expect(rates({ provider: "mistral", model: "mistral-large-latest" })).toMatchObject({ input: "0.5", output: "1.5" });
	expect(rates({ provider: "openrouter", model: "openai/gpt-4o" })).toMatchObject({
		input: "2.5",
		cachedInput: "1.25",
	});
	expect(rates({ provider: "custom", model: "gpt-4o" })).toBeUndefined();
	const free = { provider: "openrouter", model: "nvidia/nemotron-3-super-120b-a12b:free" } as const;
	expect(priceState(findPrice({ ...free, reportedModel: "nvidia/nemotron-3-super-120b-a12b", at }))).toBe("free");
});
