import fc from "fast-check";
import { expect, test } from "vitest";
import { adapters } from "./adapter.ts";
import { Answer } from "./answer.ts";
import { computeCost } from "./cost.ts";
import { estimatedUsage } from "./cost-estimate.ts";
import { explainCost } from "./cost-explain.ts";
import { addUsd, formatUsd, sumUsd } from "./cost-usd.ts";
import type { Price, PriceRates, Usage } from "./types.ts";
import { normaliseUsage } from "./usage.ts";
import type { ProviderType } from "./vocabulary.ts";

const flat = (rates: PriceRates): Price => ({
	tiers: [{ aboveInputTokens: 0, rates }],
	source: "genai-prices",
	asOf: "2026-09-23",
});
const usage = (parts: Partial<Usage>): Usage => ({ ...estimatedUsage(0, 0), ...parts });
const usd = (provider: ProviderType, parts: Partial<Usage>, rates: PriceRates) =>
	computeCost({ provider, usage: usage(parts), price: flat(rates) }).usd;

const gpt4o = flat({ input: "2.5", cachedInput: "1.25", output: "10" });
const sonnet: Price = {
	...gpt4o,
	tiers: [
		{
			aboveInputTokens: 0,
			rates: { input: "3", cachedInput: "0.3", cacheWrite: "3.75", cacheWrite1h: "6", output: "15" },
		},
		{
			aboveInputTokens: 200_000,
			rates: { input: "6", cachedInput: "0.6", cacheWrite: "7.5", cacheWrite1h: "12", output: "22.5" },
		},
	],
};

test("cached, written and plain input are each billed once", () => {
	const cost = computeCost({
		provider: "anthropic",
		usage: normaliseUsage("anthropic", {
			input_tokens: 3,
			cache_creation_input_tokens: 12_304,
			cache_read_input_tokens: 1_000,
			output_tokens: 550,
		}),
		price: sonnet,
	});
	expect(cost).toMatchObject({
		usd: "0.054699",
		state: "computed",
		priceSource: "genai-prices",
		priceAsOf: "2026-09-23",
	});
	expect(explainCost(cost)).toEqual([
		"3 input tokens × $3.00/1M = $0.000009",
		"1,000 cached input tokens × $0.30/1M = $0.0003",
		"12,304 cache-write tokens × $3.75/1M = $0.04614",
		"550 output tokens × $15.00/1M = $0.00825",
		"Total: $0.054699",
		"Price from genai-prices, as of 2026-09-23",
	]);
});

test("a call that Anthropic served in the US alone costs what it documents above its list, but not above an admin's price", () => {
	const usage = (geo: string) =>
		normaliseUsage("anthropic", { input_tokens: 1000, output_tokens: 100, inference_geo: geo });
	const cost = (geo: string, price = sonnet) => computeCost({ provider: "anthropic", usage: usage(geo), price });
	expect(cost("us").usd).toBe("0.00495");
	expect(explainCost(cost("us"))[0]).toBe("1,000 input tokens (US only, 1.1× the list) × $3.30/1M = $0.0033");
	expect([cost("global").usd, cost("not_available").usd]).toEqual(["0.0045", "0.0045"]);
	expect(cost("us", { ...sonnet, source: "override" }).usd).toBe("0.0045");
});

test("a tier holds for the whole call, cached tokens counted", () => {
	const at = (inputTokens: number) => usage({ inputTokens, cachedInputTokens: 100_000, outputTokens: 10 });
	const cost = (inputTokens: number) =>
		computeCost({ provider: "anthropic", usage: at(inputTokens), price: sonnet }).usd;
	expect(cost(200_000)).toBe("0.33015");
	expect(cost(200_001)).toBe("0.660231");
});

test("what the provider says it charged wins, also when it says zero", () => {
	const parts = { inputTokens: 1_000_000, outputTokens: 0 };
	const billed = computeCost({ provider: "openrouter", usage: usage({ ...parts, billedUsd: "2.6" }), price: gpt4o });
	expect(billed).toMatchObject({ usd: "2.6", state: "billed", terms: [{ usd: "2.5" }] });
	expect(explainCost(billed)).toEqual([
		"Charged by the provider: $2.60",
		"1,000,000 input tokens × $2.50/1M = $2.50",
		"Tokens × price: $2.50",
		"Price from genai-prices, as of 2026-09-23",
	]);
	const zero = computeCost({ provider: "openrouter", usage: usage({ ...parts, billedUsd: "0" }), price: null });
	expect(zero).toMatchObject({ usd: "0", state: "billed", terms: [], priceSource: null });
	expect(explainCost(zero)).toEqual(["Charged by the provider: $0.00"]);
	// Half a formula would be less than the price's own result.
	const half = { usage: usage({ ...parts, outputTokens: 1, billedUsd: "2.6" }), price: flat({ input: "2.5" }) };
	expect(computeCost({ provider: "openrouter", ...half })).toMatchObject({ usd: "2.6", state: "billed", terms: [] });
	for (const billedUsd of ["-1", "a lot", "Infinity"]) {
		const cost = computeCost({ provider: "openrouter", usage: usage({ ...parts, billedUsd }), price: gpt4o });
		expect(cost).toMatchObject({ usd: "2.5", state: "computed" });
	}
});

test("an unknown price, count or needed rate is unpriced and never zero", () => {
	const known = usage({ inputTokens: 10, outputTokens: 10 });
	const unpriced = { usd: null, state: "unpriced" };
	const priceless = computeCost({ provider: "openai", usage: known, price: null });
	expect(priceless).toMatchObject(unpriced);
	expect(explainCost(priceless)).toEqual(["Unknown: no source named a price for the model when it ran"]);
	expect(explainCost(priceless, "forecast")).toEqual(["Unknown: no source names a price for the model"]);
	expect(computeCost({ provider: "openai", usage: null, price: gpt4o })).toMatchObject(unpriced);
	expect(computeCost({ provider: "openai", usage: known, price: flat({ input: "1" }) })).toMatchObject(unpriced);
	const noOutput = usage({ inputTokens: 10, outputTokens: null });
	const half = computeCost({ provider: "openai", usage: noOutput, price: gpt4o });
	expect(half).toMatchObject({ ...unpriced, terms: [{ label: "input tokens" }] });
	expect(explainCost(half)[0]).toBe("Unknown: a token count or a rate that is needed is not known");
	expect(usd("openai", { inputTokens: 10, outputTokens: 0 }, { input: "1" })).toBe("0.00001");
});

test("free needs a price that is known to be zero", () => {
	const free = flat({ input: "0", output: "0" });
	const cost = computeCost({ provider: "openrouter", usage: null, price: free });
	expect(cost).toMatchObject({ usd: "0", state: "free" });
	expect(explainCost(cost)[0]).toBe("Free: the price is known to be zero");
	expect(computeCost({ provider: "custom", usage: null, price: null, free: true })).toMatchObject({ state: "free" });
	const freeInput = { provider: "openrouter", price: flat({ input: "0" }) } as const;
	const answered = usage({ inputTokens: 10, outputTokens: 10 });
	expect(computeCost({ ...freeInput, usage: answered })).toMatchObject({ usd: null, state: "unpriced" });
	expect(computeCost({ ...freeInput, usage: usage({ inputTokens: 10, outputTokens: 0 }) }).usd).toBe("0");
});

test("an estimated usage gives an estimated cost", () => {
	const cost = computeCost({ provider: "groq", usage: estimatedUsage(1000, 100), price: gpt4o, estimated: true });
	expect(cost).toMatchObject({ usd: "0.0035", state: "estimated" });
	expect(explainCost(cost)).toContain("Estimated from our own token count: $0.0035");
});

test("a class without a rate takes its parent's", () => {
	const all = {
		inputTokens: 1_000_000,
		cachedInputTokens: 400_000,
		cacheWriteTokens: 100_000,
		outputTokens: 1_000_000,
		reasoningTokens: 600_000,
	};
	expect(usd("openai", all, { input: "1", output: "2" })).toBe("3");
	expect(usd("openai", all, { input: "1", output: "2", cachedInput: "0.5" })).toBe("2.8");
	expect(usd("openai", all, { input: "1", output: "2", reasoning: "3" })).toBe("3.6");
	const unsaid = { ...all, reasoningTokens: null };
	expect(usd("openai", unsaid, { input: "1", output: "2", reasoning: "3" })).toBe("3");
	const audio = { inputTokens: 1_000_000, audioInputTokens: 500_000, cachedInputTokens: 200_000, outputTokens: 0 };
	expect(
		usd("google", { ...audio, cachedAudioInputTokens: 200_000 }, { input: "1", output: "1", audioInput: "4" }),
	).toBe("2.5");
	expect(usd("google", audio, { input: "1", output: "1", audioInput: "4", cachedInput: "0.1" })).toBe("2.32");
	const spoken = { inputTokens: 0, outputTokens: 1_000_000, audioOutputTokens: 900_000 };
	expect(usd("openai", spoken, { input: "1", output: "10", audioOutput: "80" })).toBe("73");
	const drawn = { inputTokens: 0, outputTokens: 1_000_000, imageOutputTokens: 500_000 };
	expect(usd("google", drawn, { input: "1", output: "2.5", imageOutput: "30" })).toBe("16.25");
	expect(usd("google", drawn, { input: "1", output: "2.5" })).toBe("2.5");
	const heardAgain = { inputTokens: 1_000_000, audioInputTokens: 900_000, cachedInputTokens: 800_000, outputTokens: 0 };
	expect(usd("openai", heardAgain, { input: "1", output: "1", audioInput: "10", cachedInput: "0.1" })).toBe("2.08");
});

test("Anthropic's cache writes have their documented factor, elsewhere a one-hour write has the plain write's rate", () => {
	const written = {
		inputTokens: 2_000_000,
		cacheWriteTokens: 1_000_000,
		cacheWrite1hTokens: 1_000_000,
		outputTokens: 0,
	};
	expect(usd("anthropic", written, { input: "3", output: "15" })).toBe("9.75");
	expect(usd("openrouter", written, { input: "3", output: "15", cacheWrite: "3.75" })).toBe("7.5");
});

test("Cohere's billed units take the place of the tokens, and a request may have a price", () => {
	const cohere = { inputTokens: 500, outputTokens: 20, billedInputTokens: 5, billedOutputTokens: 10 };
	expect(usd("cohere", cohere, { input: "2.5", output: "10" })).toBe("0.0001125");
	const units = computeCost({ provider: "cohere", usage: usage(cohere), price: gpt4o });
	expect(units.terms.map(({ label }) => label)).toEqual(["billed input tokens", "billed output tokens"]);
	const price: Price = { ...gpt4o, perRequest: "0.005" };
	const cost = computeCost({ provider: "openrouter", usage: usage({ inputTokens: 1000, outputTokens: 0 }), price });
	expect(cost.usd).toBe("0.0075");
	expect(explainCost(cost)).toContain("1 request × $0.005 = $0.005");
});

test("parts that a provider overstates never make another part negative", () => {
	const overstated = {
		inputTokens: 10,
		cachedInputTokens: 20,
		outputTokens: 5,
		reasoningTokens: 9,
		audioOutputTokens: 3,
	};
	expect(usd("openrouter", overstated, { input: "1", cachedInput: "1", output: "1" })).toBe("0.000025");
});

test("amounts are added and shown exactly", () => {
	expect(addUsd("0.1", "0.2")).toBe("0.3");
	expect(addUsd("0.00000000000000000001", "1000000000000")).toBe("1000000000000.00000000000000000001");
	expect(sumUsd(["0.1", null, "0.2", null])).toEqual({ usd: "0.3", unpriced: 2 });
	expect(sumUsd([])).toEqual({ usd: "0", unpriced: 0 });
	expect(["0", "3.75", "0.04614", "1234567.5", "0.0000000000004"].map(formatUsd)).toEqual([
		"$0.00",
		"$3.75",
		"$0.04614",
		"$1,234,567.50",
		"$0.00",
	]);
});

const count = fc.integer({ min: 0, max: 1_000_000 });
const rate = fc.integer({ min: 0, max: 1_000_000_000 }).map((micros) => (micros / 1_000_000).toFixed(6));
const rates = fc.record({ input: rate, cachedInput: rate, cacheWrite: rate, output: rate, reasoning: rate });
/** Parts that do not overlap, so that the wholes are their sums. */
const parts = fc.record({ plain: count, cached: count, written: count, text: count, thought: count });
const usageOf = ({ plain, cached, written, text, thought }: typeof parts extends fc.Arbitrary<infer T> ? T : never) =>
	usage({
		inputTokens: plain + cached + written,
		cachedInputTokens: cached,
		cacheWriteTokens: written,
		outputTokens: text + thought,
		reasoningTokens: thought,
	});
/** Zero rates alone would be `free`; the request's price keeps every case computed. */
const costOf = (used: Usage, priced: PriceRates) =>
	computeCost({ provider: "openai", usage: used, price: { ...flat(priced), perRequest: "1" } }).usd ?? "unpriced";

test("the cost is additive: two calls cost what their sum costs, but for the price of a request", () => {
	fc.assert(
		fc.property(parts, parts, rates, (a, b, priced) => {
			const sum = {
				plain: a.plain + b.plain,
				cached: a.cached + b.cached,
				written: a.written + b.written,
				text: a.text + b.text,
				thought: a.thought + b.thought,
			};
			const apart = addUsd(costOf(usageOf(a), priced), costOf(usageOf(b), priced));
			expect(apart).toBe(addUsd(costOf(usageOf(sum), priced), "1"));
		}),
	);
});

test("the cost is monotone: more tokens of any class never cost less", () => {
	fc.assert(
		fc.property(
			parts,
			rates,
			fc.constantFrom("plain", "cached", "written", "text", "thought"),
			count,
			(a, priced, part, more) => {
				const before = costOf(usageOf(a), priced);
				const after = costOf(usageOf({ ...a, [part]: a[part] + more }), priced);
				expect(sumUsd([after, `-${before}`]).usd.startsWith("-")).toBe(false);
			},
		),
	);
});

/** What OpenAI's reader makes of the messages of one answer. */
function readUsage(messages: unknown[]): Usage {
	const answer = new Answer();
	const reader = adapters.openai.reader();
	for (const message of messages) reader.read(message, answer);
	const events = answer.close({ reason: "bad_response", message: "cut off", retryable: true });
	return events.find((event) => event.type === "usage")!.usage;
}

test("a streamed answer costs what the same answer costs at once", () => {
	fc.assert(
		fc.property(parts, rates, (a, priced) => {
			const whole = {
				prompt_tokens: a.plain + a.cached,
				completion_tokens: a.text + a.thought,
				prompt_tokens_details: { cached_tokens: a.cached },
				completion_tokens_details: { reasoning_tokens: a.thought },
			};
			const inOneBody = [{ choices: [{ message: { content: "yes" }, finish_reason: "stop" }], usage: whole }];
			const inChunks = [
				{ choices: [{ delta: { content: "yes" } }] },
				{ choices: [{ delta: {}, finish_reason: "stop" }], usage: { ...whole, completion_tokens: 0 } },
				{ choices: [], usage: whole },
			];
			const once = costOf(readUsage(inOneBody), priced);
			expect(costOf(readUsage(inChunks), priced)).toBe(once);
			expect(once).toBe(costOf(usageOf({ ...a, written: 0 }), priced));
		}),
	);
});
