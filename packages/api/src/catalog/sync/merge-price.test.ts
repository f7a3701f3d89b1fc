import { describePriceChange, type PriceRates } from "@llm-hub/providers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NewChange, OpenChange } from "./known-model.ts";
import { mergeListing } from "./merge.ts";
import { context, listed, priceOf, seeded } from "./merge-fixtures.ts";
import { mergePriceFact, type PriceEvidence } from "./merge-price.ts";

const evidence = (changes: Partial<PriceEvidence> = {}): PriceEvidence => ({
	provider: "openrouter",
	listed: undefined,
	refused: undefined,
	shipped: null,
	open: [],
	...changes,
});
const current = priceOf({ input: "2", output: "8" });
const opened = (change: NewChange | null, changes: Partial<OpenChange> = {}): OpenChange => ({
	...change!,
	id: 1,
	state: "pending",
	decidedAt: null,
	...changes,
});

describe("a price", () => {
	it("comes from the listing, then from what is shipped, whose further classes it takes where they agree", () => {
		const shipped = priceOf({ input: "2", output: "8", cachedInput: "0.2" }, "genai-prices");
		const both = mergePriceFact(null, evidence({ listed: current, shipped }));
		expect(both.price).toEqual(priceOf({ input: "2", output: "8", cachedInput: "0.2" }));
		expect(mergePriceFact(null, evidence({ shipped })).price).toEqual(shipped);
	});

	it("that changes little is applied and told", () => {
		const next = priceOf({ input: "3", output: "8" });
		expect(mergePriceFact(current, evidence({ listed: next }))).toEqual({
			price: next,
			change: { kind: "repriced", before: { price: current }, after: { price: next }, state: "applied" },
			obsolete: [],
		});
	});

	it.each<[string, PriceRates]>([
		["up over ten times", { input: "20.01", output: "8" }],
		["down over ten times", { input: "0.19", output: "8" }],
		["to zero", { input: "0", output: "8" }],
		["for cached input, by a rate of its own, down over ten times", { input: "2", output: "8", cachedInput: "0.19" }],
	])("that goes %s waits, and the old one stays in force", (_name, rates) => {
		const next = priceOf(rates);
		const { price, change } = mergePriceFact(current, evidence({ listed: next }));
		expect(price).toEqual(current);
		expect(change).toMatchObject({ kind: "repriced", state: "pending", after: { price: next } });
		const waiting = opened(change);
		expect(mergePriceFact(current, evidence({ listed: next, open: [waiting] }))).toEqual({
			price: current,
			change: null,
			obsolete: [],
		});
		const dismissed = opened(change, { state: "dismissed", decidedAt: new Date() });
		expect(mergePriceFact(current, evidence({ listed: next, open: [dismissed] })).change).toBeNull();
	});

	it.each([
		["and nobody else does", null, "repriced", "no other source has one"],
		[
			"and another source's differs",
			priceOf({ input: "1.9", output: "8" }, "seed"),
			"sources_disagree",
			"That of seed",
		],
	])(
		"that the listing no longer names stays with its date, %s, until a person decides",
		(_name, shipped, kind, words) => {
			const { price, change } = mergePriceFact(current, evidence({ shipped }));
			expect(price).toBe(current);
			const after = { price: shipped, reason: expect.stringContaining(words) };
			expect(change).toMatchObject({ kind, state: "pending", before: { price: current }, after });
			for (const state of ["pending", "dismissed"] as const) {
				const open = [opened(change, { state, decidedAt: state === "pending" ? null : new Date() })];
				expect(mergePriceFact(current, evidence({ shipped, open }))).toEqual({
					price: current,
					change: null,
					obsolete: [],
				});
				const named = mergePriceFact(current, evidence({ listed: current, shipped, open }));
				expect(named).toEqual({ price: current, change: null, obsolete: state === "pending" ? [1] : [] });
			}
		},
	);

	it("that the listing no longer names is another source's from then on where that one says the same", () => {
		const shipped = priceOf({ input: "2", output: "8" }, "genai-prices");
		expect(mergePriceFact(current, evidence({ shipped }))).toEqual({ price: shipped, change: null, obsolete: [] });
	});

	it("of which the listing names half waits, whoever said it before", () => {
		const half = priceOf({ input: "2" });
		for (const before of [current, priceOf({ input: "2", output: "8" }, "seed")]) {
			expect(mergePriceFact(before, evidence({ listed: half }))).toMatchObject({
				price: before,
				change: { state: "pending", after: { price: half } },
			});
		}
	});

	it("that waits is given up when the listing says something else, and the new one waits instead", () => {
		const waiting = opened(mergePriceFact(current, evidence({ listed: priceOf({ input: "50", output: "8" }) })).change);
		const back = mergePriceFact(current, evidence({ listed: current, open: [waiting] }));
		expect(back).toEqual({ price: current, change: null, obsolete: [1] });
		const other = mergePriceFact(current, evidence({ listed: priceOf({ input: "60", output: "8" }), open: [waiting] }));
		expect(other).toMatchObject({ change: { state: "pending" }, obsolete: [1] });
	});

	it("of another source that differs is a disagreement, and one that only adds classes is none", () => {
		const seedPrice = priceOf({ input: "1.9", output: "8" }, "seed");
		expect(mergePriceFact(seedPrice, evidence({ listed: current })).change?.kind).toBe("sources_disagree");
		const same = priceOf({ input: "2", output: "8" }, "seed");
		const richer = priceOf({ input: "2", output: "8", cacheWrite: "2.5" });
		expect(mergePriceFact(same, evidence({ listed: richer }))).toMatchObject({ price: richer, change: null });
	});

	it("that is refused is told once and never applied", () => {
		const refused = "The input price of 2500000 USD per 1M tokens is above 1000.";
		const first = mergePriceFact(current, evidence({ refused, shipped: priceOf({ input: "1", output: "1" }, "seed") }));
		expect(first).toMatchObject({
			price: current,
			change: { kind: "sources_disagree", state: "pending", after: { refused } },
		});
		const again = mergePriceFact(current, evidence({ refused, open: [opened(first.change)] }));
		expect(again).toEqual({ price: current, change: null, obsolete: [] });
	});
});

describe("whatever a listing says", () => {
	const rate = fc.integer({ min: 0, max: 1_000_000 }).map((cents) => (cents / 1000).toString());
	const anyPrice = fc
		.record({ input: rate, output: rate, cachedInput: rate }, { requiredKeys: ["input", "output"] })
		.map((rates) => priceOf(rates));
	const anyEntry = fc.record({
		price: fc.option(anyPrice, { nil: undefined }),
		contextLength: fc.option(fc.nat(), { nil: undefined }),
		capabilities: fc.option(fc.uniqueArray(fc.constantFrom("chat" as const, "vision" as const, "tools" as const)), {
			nil: undefined,
		}),
		deprecationDate: fc.constantFrom(undefined, "2027-01-31"),
	});

	it("the price in force never moves over ten times, across zero or to nothing unasked", () => {
		fc.assert(
			fc.property(anyPrice, fc.option(anyPrice), fc.option(anyPrice, { nil: undefined }), (before, shipped, next) => {
				const { price, change } = mergePriceFact(before, evidence({ listed: next, shipped }));
				expect(["none", "safe"]).toContain(describePriceChange(before, price, "openrouter").kind);
				if (change?.state === "pending") expect(price).toEqual(before);
			}),
		);
	});

	it("the same listing again changes nothing more", () => {
		fc.assert(
			fc.property(anyEntry, fc.constantFrom("openrouter" as const, "google" as const), (entry, providerType) => {
				const known = seeded({ providerType });
				const first = mergeListing(known, listed(entry), context({ providerType }));
				const open = first.changes.filter(({ state }) => state === "pending").map((change) => opened(change));
				const second = mergeListing(first.model, listed(entry), context({ providerType, open }));
				expect(second).toEqual({ model: first.model, changes: [], obsolete: [] });
			}),
		);
	});

	it("a lower bound takes no capability away", () => {
		fc.assert(
			fc.property(anyEntry, (entry) => {
				const known = seeded({ providerType: "together" });
				const { model } = mergeListing(known, listed(entry), context({ providerType: "together" }));
				for (const word of [...known.capabilities, ...(entry.capabilities ?? [])]) {
					expect(model?.capabilities).toContain(word);
				}
			}),
		);
	});
});
