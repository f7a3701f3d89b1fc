import fc from "fast-check";
import { expect, test } from "vitest";
import { computeCost } from "./cost.ts";
import { estimatedUsage } from "./cost-estimate.ts";
import { forecastCost } from "./cost-forecast.ts";
import { type CallSum, costOfCalls } from "./cost-of-calls.ts";
import { addUsd, Exact } from "./cost-usd.ts";
import type { Price, PriceRates } from "./types.ts";
import { providerTypes } from "./vocabulary.ts";

const rate = fc.integer({ min: 1, max: 900_000 }).map((micro) => new Exact(micro).div(1000).toFixed());
const rates: fc.Arbitrary<PriceRates> = fc.record(
	{ input: rate, output: rate, cachedInput: rate, cacheWrite: rate, reasoning: rate },
	{ requiredKeys: ["input", "output"] },
);
const price = fc.record({ base: rates, above: rates, perRequest: fc.option(rate) }).map(
	({ base, above, perRequest }): Price => ({
		tiers: [
			{ aboveInputTokens: 0, rates: base },
			{ aboveInputTokens: 1_000, rates: above },
		],
		...(perRequest && { perRequest }),
		source: "seed",
		asOf: "2026-01-01",
	}),
);
const provider = fc.constantFrom(...providerTypes);
/** One message; the parts may be overstated, as some providers do. */
const message = fc.record({
	inputTokens: fc.integer({ min: 1, max: 3_000 }),
	cachedInputTokens: fc.integer({ min: 0, max: 3_500 }),
	cacheWriteTokens: fc.integer({ min: 0, max: 500 }),
	outputTokens: fc.integer({ min: 0, max: 2_000 }),
	reasoningTokens: fc.integer({ min: 0, max: 2_500 }),
});
type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

/** As the database sums them. */
const grouped = (messages: Message[]): CallSum[] =>
	[0, 1_001].flatMap((from, tier) => {
		const here = messages.filter(({ inputTokens }) => inputTokens > 1_000 === (tier === 1));
		const sum = (of: (one: Message) => number) => here.reduce((total, one) => total + of(one), 0);
		if (here.length === 0) return [];
		const input = sum((one) => Math.max(one.inputTokens, one.cachedInputTokens + one.cacheWriteTokens));
		const usage = {
			...estimatedUsage(
				input,
				sum((one) => one.outputTokens),
			),
			cachedInputTokens: sum((one) => one.cachedInputTokens),
			cacheWriteTokens: sum((one) => one.cacheWriteTokens),
			reasoningTokens: sum((one) => Math.min(one.reasoningTokens, one.outputTokens)),
		};
		return { calls: here.length, usage, inputTokensOfOne: from };
	});
const same = (each: number, calls: number, more = 0): CallSum => {
	const tokens = (each + more) * calls;
	return { calls, usage: estimatedUsage(tokens, tokens), inputTokensOfOne: each + more };
};

test("many messages cost exactly what a run's formula says of each of them", () => {
	fc.assert(
		fc.property(provider, price, fc.array(message, { minLength: 1, maxLength: 12 }), (type, of, messages) => {
			const each = messages.map(({ inputTokens, outputTokens, ...parts }) => {
				const usage = { ...estimatedUsage(inputTokens, outputTokens), ...parts };
				return computeCost({ provider: type, usage, price: of }).usd ?? "NaN";
			});
			const cost = costOfCalls(grouped(messages), { provider: type, price: of });
			expect(cost).toMatchObject({ usd: each.reduce(addUsd, "0"), state: "estimated" });
		}),
	);
});

test("n messages cost n times one, and more messages or longer ones never less", () => {
	const flat = price.map((of) => ({ ...of, tiers: of.tiers.slice(0, 1) }));
	const amount = fc.integer({ min: 1, max: 1_000_000 });
	fc.assert(
		fc.property(provider, flat, amount, amount, amount, (type, of, tokens, messages, more) => {
			const usd = (sum: CallSum) => new Exact(costOfCalls([sum], { provider: type, price: of }).usd ?? "NaN");
			expect(usd(same(tokens, messages)).eq(usd(same(tokens, 1)).times(messages))).toBe(true);
			expect(usd(same(tokens, messages + more)).gte(usd(same(tokens, messages)))).toBe(true);
			expect(usd(same(tokens, messages, more)).gte(usd(same(tokens, messages)))).toBe(true);
		}),
	);
});

test("a range holds what is typical, whichever tier is the dearer one", () => {
	fc.assert(
		fc.property(provider, price, fc.array(message, { minLength: 1, maxLength: 6 }), (type, of, messages) => {
			const traffic = {
				low: same(900, messages.length),
				typical: grouped(messages),
				high: same(1_100, messages.length),
			};
			const { lowUsd, typical, highUsd } = forecastCost(traffic, { provider: type, price: of });
			expect(new Exact(lowUsd ?? "NaN").lte(typical.usd ?? "NaN")).toBe(true);
			expect(new Exact(highUsd ?? "NaN").gte(typical.usd ?? "NaN")).toBe(true);
		}),
	);
});

test("what is unknown is never an amount, and only what is free is nothing", () => {
	const half: Price = { tiers: [{ aboveInputTokens: 0, rates: { input: "2" } }], source: "seed", asOf: "2026-01-01" };
	const traffic = { low: same(1, 10), typical: [same(2, 10)], high: same(3, 10) };
	for (const unknown of [null, half]) {
		expect(forecastCost(traffic, { provider: "openai", price: unknown })).toMatchObject({
			lowUsd: null,
			typical: { usd: null, state: "unpriced" },
			highUsd: null,
		});
	}
	const nothing: Price = { ...half, tiers: [{ aboveInputTokens: 0, rates: { input: "0", output: "0" } }] };
	expect(forecastCost(traffic, { provider: "openai", price: nothing })).toMatchObject({
		lowUsd: "0",
		typical: { usd: "0", state: "free" },
		highUsd: "0",
	});
	// A fee for each request is not nothing, though its tokens are.
	const fee = { ...nothing, perRequest: "0.01" };
	expect(costOfCalls(traffic.typical, { provider: "openai", price: fee })).toMatchObject({
		usd: "0.1",
		state: "estimated",
		terms: [{ label: "requests", quantity: 10, rate: "0.01" }],
	});
});
