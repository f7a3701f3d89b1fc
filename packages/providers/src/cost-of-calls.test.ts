import fc from "fast-check";
import { expect, it } from "vitest";
import { computeCost } from "./cost.ts";
import { estimatedUsage } from "./cost-estimate.ts";
import { type CallSum, costOfCalls } from "./cost-of-calls.ts";
import { addUsd } from "./cost-usd.ts";
import type { Price } from "./types.ts";

const tiered: Price = {
	tiers: [
		{ aboveInputTokens: 0, rates: { input: "1.25", output: "10", cachedInput: "0.125" } },
		{ aboveInputTokens: 200_000, rates: { input: "2.5", output: "15" } },
	],
	perRequest: "0.003",
	source: "seed",
	asOf: "2026-01-01",
};

const call = fc.record({ input: fc.integer({ min: 1, max: 400_000 }), output: fc.nat(5_000), cached: fc.nat(100) });

it("calls added up by tier cost what they cost one by one", () => {
	fc.assert(
		fc.property(fc.array(call, { minLength: 1, maxLength: 12 }), (calls) => {
			const usages = calls.map(({ input, output, cached }) => ({
				...estimatedUsage(input, output),
				cachedInputTokens: Math.min(cached, input),
			}));
			const one = usages.map((usage) => computeCost({ provider: "google", usage, price: tiered }).usd!);
			const sums = [usages.filter((u) => u.inputTokens! <= 200_000), usages.filter((u) => u.inputTokens! > 200_000)]
				.filter((tier) => tier.length > 0)
				.map((tier): CallSum => {
					const add = (name: "inputTokens" | "outputTokens" | "cachedInputTokens") =>
						tier.reduce((sum, usage) => sum + usage[name]!, 0);
					const usage = {
						...estimatedUsage(add("inputTokens"), add("outputTokens")),
						cachedInputTokens: add("cachedInputTokens"),
					};
					return { calls: tier.length, usage, inputTokensOfOne: tier[0]!.inputTokens! };
				});
			const { usd, state } = costOfCalls(sums, { provider: "google", price: tiered });
			expect(usd).toBe(one.reduce((sum, amount) => addUsd(sum, amount), "0"));
			expect(state).toBe("estimated");
		}),
	);
});

it("an unknown rate makes the whole unknown, and only what is free is free", () => {
	const sums = [{ calls: 2, usage: estimatedUsage(100, 50), inputTokensOfOne: 60 }];
	const flat = (rates: Price["tiers"][0]["rates"]): Price => ({
		tiers: [{ aboveInputTokens: 0, rates }],
		source: "seed",
		asOf: "2026-01-01",
	});
	const cost = (price: Price | null, free = false) => costOfCalls(sums, { provider: "openai", price, free });
	expect(cost(null)).toMatchObject({ usd: null, state: "unpriced" });
	expect(cost(flat({ input: "2" }))).toMatchObject({ usd: null, state: "unpriced" });
	expect(cost(flat({ input: "0", output: "0" }))).toMatchObject({ usd: "0", state: "free" });
	expect(cost(null, true)).toMatchObject({ usd: "0", state: "free" });
	expect(costOfCalls([], { provider: "openai", price: flat({ input: "2", output: "8" }) })).toMatchObject({
		usd: "0",
		state: "estimated",
	});
});
