import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeCost } from "./cost.ts";
import { estimatedUsage } from "./cost-estimate.ts";
import { describePriceChange, type PriceChangeKind } from "./price-change.ts";
import { type Price, type PriceClass, type PriceRates, priceClasses, type Usage } from "./types.ts";
import { type ProviderType, providerTypes } from "./vocabulary.ts";

const flat = (rates: PriceRates, perRequest?: string): Price => ({
	tiers: [{ aboveInputTokens: 0, rates }],
	...(perRequest && { perRequest }),
	source: "seed",
	asOf: "2026-11-23",
});

describe("a change of price", () => {
	const from = flat({ input: "1", output: "2" });
	const kindFor = (provider: ProviderType) => (after: Price | null, before: Price | null) =>
		describePriceChange(before, after, provider).kind;
	const kind = (after: Price | null, before: Price | null = from) => kindFor("openai")(after, before);
	const and = (rates: PriceRates, perRequest?: string) => flat({ input: "1", output: "2", ...rates }, perRequest);

	test("is safe, a jump, across zero, or a loss", () => {
		expect(kind(flat({ input: "1.0", output: "2" }))).toBe("none");
		expect(kind(flat({ input: "10", output: "2" }))).toBe("safe");
		expect(kind(flat({ input: "10.01", output: "2" }))).toBe("jump");
		expect(kind(flat({ input: "0.09", output: "2" }))).toBe("jump");
		expect(kind(flat({ input: "0", output: "20.1" }))).toBe("acrossZero");
		expect([kind(null), kind(null, null)]).toEqual(["lost", "none"]);
		expect([kind(flat({ input: "1" })), kind(flat({ output: "2" }))]).toEqual(["lost", "lost"]);
		expect(kind(null, flat({ input: "0", output: "0" }))).toBe("lost");
	});

	test("from unknown to known is safe, however high", () => {
		expect(kind(and({ cachedInput: "0", audioOutput: "500" }, "3"), null)).toBe("safe");
		expect([kind(from, flat({ input: "1" })), kind(from, flat({ output: "2" }))]).toEqual(["safe", "safe"]);
		expect(kind(and({ imageInput: "0" }))).toBe("safe");
	});

	// What stands in a class's place is what it was billed at before, or is from then on.
	test.each<[PriceClass, string, PriceChangeKind]>([
		["cachedInput", "1", "safe"],
		["cachedInput", "0.1", "safe"],
		["cachedInput", "0.09", "jump"],
		["cachedInput", "0", "acrossZero"],
		["cacheWrite", "10.01", "jump"],
		["cacheWrite1h", "10", "safe"],
		["reasoning", "20", "safe"],
		["reasoning", "20.01", "jump"],
		["reasoning", "0", "acrossZero"],
		["audioInput", "11", "jump"],
		["cachedAudioInput", "0", "acrossZero"],
		["audioOutput", "80", "jump"],
		["imageOutput", "30", "jump"],
		["imageInput", "0", "safe"],
	])("by which %s gets or loses a rate of its own of %s is %s", (priceClass, rate, expected) => {
		const own = and({ [priceClass]: rate });
		expect([kind(own), kind(from, own)]).toEqual([expected, expected]);
	});

	test("by which a request gets or loses a fee is across zero, unless the fee is zero", () => {
		const fee = and({}, "0.01");
		expect([kind(fee), kind(from, fee)]).toEqual(["acrossZero", "acrossZero"]);
		expect([kind(and({}, "0.02"), fee), kind(and({}, "0.11"), fee)]).toEqual(["safe", "jump"]);
		expect([kind(and({}, "0")), kind(from, and({}, "0"))]).toEqual(["safe", "safe"]);
		expect(kind(and({}, "0.01"), flat({ input: "0", output: "0" }))).toBe("acrossZero");
	});

	test("counts Anthropic's cache writes at their documented factor of the input", () => {
		const written = and({ cacheWrite1h: "0.15" });
		expect(kindFor("anthropic")(written, from)).toBe("jump");
		expect(kindFor("openrouter")(written, from)).toBe("safe");
	});

	test("tells each rate, what is billed without one, and what only follows where nothing else is as grave", () => {
		const tiered: Price = {
			...from,
			tiers: [...from.tiers, { aboveInputTokens: 200_000, rates: { input: "2", output: "30" } }],
		};
		const own = (
			priceClass: PriceClass,
			aboveInputTokens: number,
			[a, b]: [string, string],
			kind: PriceChangeKind,
		) => ({
			...{ priceClass, aboveInputTokens, from: a, to: b, billedFrom: a, billedTo: b, kind },
		});
		expect(describePriceChange(from, tiered, "openai")).toEqual({
			kind: "jump",
			changes: [own("input", 200_000, ["1", "2"], "safe"), own("output", 200_000, ["2", "30"], "jump")],
		});
		// Cached audio was billed as cached input, and is as audio from then on.
		const cached = and({ cachedInput: "0.1" });
		const heard = and({ cachedInput: "0.1", audioInput: "5" });
		const audio = { ...own("audioInput", 0, ["1", "5"], "safe"), from: null };
		const follows = { ...own("cachedAudioInput", 0, ["0.1", "5"], "jump"), from: null, to: null };
		expect(describePriceChange(cached, heard, "google").changes).toEqual([audio, follows]);
		expect(describePriceChange(cached, heard, "openrouter").changes).toEqual([audio]);
	});
});

/** Few amounts, so that prices often are within ten times of each other. */
const rate = fc.constantFrom("0", "0.3", "1", "2", "9", "25");
const priceClass = fc.constantFrom(...priceClasses);
const rates: fc.Arbitrary<PriceRates> = fc
	.record({ input: rate, output: rate, own: fc.dictionary(priceClass, rate, { maxKeys: 4 }) })
	.map(({ own, ...both }) => ({ ...both, ...own }));
const fee = fc.option(rate, { nil: undefined });
const anyPrice = fc.record({ rates, above: fc.option(rates), fee }).map(
	({ rates, above, fee }): Price => ({
		...flat(rates, fee),
		tiers: [{ aboveInputTokens: 0, rates }, ...(above ? [{ aboveInputTokens: 1_000, rates: above }] : [])],
	}),
);
/** A price and the same with one rate of each tier, or the fee, set anew or taken away. */
const twoPrices = fc
	.record({ before: anyPrice, priceClass, to: fee, isFee: fc.boolean() })
	.map(({ before, priceClass, to, isFee }): [Price, Price] => {
		const { perRequest: _, ...withoutFee } = before;
		if (isFee) return [before, { ...withoutFee, ...(to && { perRequest: to }) }];
		const tiers = before.tiers.map(({ aboveInputTokens, rates: { [priceClass]: _, ...others } }) => ({
			aboveInputTokens,
			rates: { ...others, ...(to && { [priceClass]: to }) },
		}));
		return [before, { ...before, tiers }];
	});
const count = fc.nat(500);
const usage: fc.Arbitrary<Usage> = fc
	.record({
		...{ plain: fc.integer({ min: 1, max: 1_500 }), cached: count, written: count, written1h: count, heard: count },
		...{ heardAgain: count, text: count, thought: count, spoken: count, drawn: count },
	})
	.map((of) => ({
		...estimatedUsage(
			of.plain + of.cached + of.written + of.written1h + of.heard + of.heardAgain,
			of.text + of.thought + of.spoken + of.drawn,
		),
		cachedInputTokens: of.cached + of.heardAgain,
		cacheWriteTokens: of.written,
		cacheWrite1hTokens: of.written1h,
		audioInputTokens: of.heard + of.heardAgain,
		cachedAudioInputTokens: of.heardAgain,
		reasoningTokens: of.thought,
		audioOutputTokens: of.spoken,
		imageOutputTokens: of.drawn,
	}));

test("no change that is safe makes a call over ten times dearer or cheaper, free, billed or unpriced", () => {
	let safe = 0;
	fc.assert(
		fc.property(twoPrices, usage, fc.constantFrom(...providerTypes), ([before, after], counted, provider) => {
			// Cached sound is counted by Google alone.
			const usage = provider === "google" ? counted : { ...counted, cachedAudioInputTokens: 0 };
			const { kind } = describePriceChange(before, after, provider);
			const [from, to] = [before, after].map((price) => computeCost({ provider, usage, price }).usd);
			if (kind === "none") expect(to).toBe(from);
			if (kind !== "safe" || from === null || from === undefined) return;
			safe += 1;
			expect(to).not.toBeNull();
			const [old, fresh] = [new Decimal(from), new Decimal(to ?? "NaN")];
			expect([old.isZero(), fresh.lte(old.times(10)), old.lte(fresh.times(10))]).toEqual([fresh.isZero(), true, true]);
		}),
		{ numRuns: 600 },
	);
	expect(safe).toBeGreaterThan(50);
});
