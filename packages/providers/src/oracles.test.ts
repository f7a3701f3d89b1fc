import { Decimal } from "decimal.js";
import { expect, test } from "vitest";
import { z } from "zod";
import { adapters } from "./adapter.ts";
import { Answer } from "./answer.ts";
import { computeCost } from "./cost.ts";
import { parsePrice } from "./price.ts";
import { openRouterPrice } from "./price-listing.ts";
import { oracleRows, report, reportMisses } from "./test/oracles.ts";
import type { PriceRates, Usage } from "./types.ts";
import { normaliseUsage } from "./usage.ts";
import { providerTypes } from "./vocabulary.ts";

const usageObject = z.record(z.string(), z.unknown());

const chargedRow = z.object({
	responseModel: z.string(),
	routedProvider: z.string().nullish(),
	usage: usageObject,
	chargedCost: z.string(),
	listingDate: z.string(),
	matches: z.boolean(),
	pricing: z.record(z.string(), z.unknown()),
});

const ownCharges: z.infer<typeof chargedRow>[] = [
	{
		responseModel: "maker/reader",
		usage: {
			prompt_tokens: 4_000,
			completion_tokens: 500,
			total_tokens: 4_500,
			cost: 0.003_1,
			prompt_tokens_details: { cached_tokens: 3_000 },
			completion_tokens_details: { reasoning_tokens: 450 },
		},
		chargedCost: "0.0031",
		listingDate: "2026-11-23",
		matches: true,
		pricing: {
			prompt: "0.0000005",
			completion: "0.000005",
			input_cache_read: "0.00000003333333",
			internal_reasoning: "0",
		},
	},
	{
		responseModel: "maker/searcher",
		usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20, cost: 0.02002 },
		chargedCost: "0.02002",
		listingDate: "2026-11-23",
		matches: false,
		pricing: { prompt: "0.000001", completion: "0.000001", web_search: "0.02" },
	},
];

test("tokens × OpenRouter's listing is what OpenRouter charged, and its charge wins where it is not", () => {
	const rows = [...ownCharges, ...oracleRows("openrouter-charged-cost.json", chargedRow)];
	const misses: string[] = [];
	let exact = 0;
	for (const row of rows) {
		const usage = normaliseUsage("openrouter", row.usage);
		const { price } = openRouterPrice(row.pricing, row.listingDate);
		const name = `${row.responseModel} by ${row.routedProvider ?? "?"}`;
		const { billedUsd: _, ...withoutCharge } = usage;
		const computed = computeCost({ provider: "openrouter", usage: withoutCharge, price }).usd;
		if (row.matches && isNear(computed, row.chargedCost, "0.000000001")) exact += 1;
		if (row.matches && !isNear(computed, row.chargedCost, "0.000001")) {
			misses.push(`${name}: computed ${computed}, charged ${row.chargedCost}`);
		}
		const cost = computeCost({ provider: "openrouter", usage, price });
		if (cost.state !== "billed" || !isNear(cost.usd, row.chargedCost, "0.000000000001")) {
			misses.push(`${name}: ${cost.state} ${cost.usd} in place of the charge ${row.chargedCost}`);
		}
	}
	reportMisses("OpenRouter charges", rows.length, misses);
	report(`  to 1e-9: ${exact} of ${rows.filter(({ matches }) => matches).length} that the listing explains`);
	expect(misses).toEqual([]);
});

const issueCase = z.object({
	id: z.string(),
	provider: z.enum(providerTypes),
	usage: usageObject.optional(),
	/** The last chunk of a stream, as JSON text. */
	terminalChunk: z.string().optional(),
	pricesPer1M: z.record(z.string(), z.string()).optional(),
	expectedUsd: z.string().optional(),
	expected: z.record(z.string(), z.number()).optional(),
});

const ownCases: z.infer<typeof issueCase>[] = [
	{
		id: "own: a one-hour write is not a five-minute one",
		provider: "anthropic",
		usage: {
			input_tokens: 100,
			cache_creation_input_tokens: 3_000,
			cache_creation: { ephemeral_5m_input_tokens: 1_000, ephemeral_1h_input_tokens: 2_000 },
			cache_read_input_tokens: 10_000,
			output_tokens: 200,
		},
		pricesPer1M: { input: "3", cacheWrite5m: "3.75", cacheWrite1h: "6", cacheRead: "0.30", output: "15" },
		expectedUsd: "0.02205",
		expected: { uncachedInput: 100, cachedInput: 10_000, totalInput: 13_100 },
	},
	{
		id: "own: Google counts thoughts beside the candidates",
		provider: "google",
		usage: { promptTokenCount: 1_000, candidatesTokenCount: 100, thoughtsTokenCount: 900, totalTokenCount: 2_000 },
		pricesPer1M: { input: "0.30", output: "2.50" },
		expectedUsd: "0.0028",
	},
	{
		id: "own: usage on a chunk with choices",
		provider: "openrouter",
		terminalChunk: JSON.stringify({
			id: "a",
			choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop" }],
			usage: { prompt_tokens: 50, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 40 } },
		}),
		expected: { prompt_tokens: 50, cached: 40 },
	},
];

test("cost bugs that other systems shipped are not ours", () => {
	const rows = [...ownCases, ...oracleRows("cost-cases-from-issues.json", issueCase)];
	const misses = rows.flatMap((row) => missesOfCase(row).map((miss) => `${row.id}: ${miss}`));
	reportMisses("Cost cases from issues", rows.length, misses);
	expect(misses).toEqual([]);
});

function missesOfCase(row: z.infer<typeof issueCase>): string[] {
	const usage = row.usage ? normaliseUsage(row.provider, row.usage) : usageOfChunk(row);
	if (!usage) return ["no usage was read"];
	const counted: Record<string, number | null> = {
		totalInput: usage.inputTokens,
		prompt_tokens: usage.inputTokens,
		cachedInput: usage.cachedInputTokens,
		cached: usage.cachedInputTokens,
		uncachedInput:
			(usage.inputTokens ?? 0) - usage.cachedInputTokens - usage.cacheWriteTokens - usage.cacheWrite1hTokens,
	};
	const misses = Object.entries(row.expected ?? {})
		.filter(([name, value]) => counted[name] !== value)
		.map(([name, value]) => `${name} is ${counted[name]}, not ${value}`);
	if (row.expectedUsd === undefined) return misses;
	const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = row.pricesPer1M ?? {};
	const rates: PriceRates = { input, output, cachedInput: cacheRead, cacheWrite: cacheWrite5m, cacheWrite1h };
	const { price } = parsePrice({
		per: "1M",
		tiers: [{ aboveInputTokens: 0, rates }],
		source: "override",
		asOf: "2026-11-23",
	});
	const { usd } = computeCost({ provider: row.provider, usage, price });
	return usd && new Decimal(usd).eq(row.expectedUsd) ? misses : [...misses, `costs ${usd}, not ${row.expectedUsd}`];
}

function usageOfChunk({ provider, terminalChunk }: z.infer<typeof issueCase>): Usage | undefined {
	const answer = new Answer();
	adapters[provider].reader().read(JSON.parse(terminalChunk ?? "{}"), answer);
	const events = answer.close({ reason: "bad_response", message: "cut off", retryable: true });
	return events.find((event) => event.type === "usage")?.usage;
}

function isNear(usd: string | null, expected: string, within: string): boolean {
	return usd !== null && new Decimal(usd).minus(expected).abs().lte(within);
}
