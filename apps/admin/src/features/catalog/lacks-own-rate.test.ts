import { expect, it } from "vitest";
import { lacksOwnRate } from "./lacks-own-rate.ts";

it("tells a class that is billed as another from one of which nothing is known", () => {
	const price = {
		tiers: [{ aboveInputTokens: 0, rates: { input: "2", cacheWrite: "2.5" } }],
		source: "provider" as const,
		asOf: "2026-11-01",
	};
	expect(["input", "output", "cachedInput", "cacheWrite"].filter((name) => lacksOwnRate(price, name))).toEqual([
		"cachedInput",
	]);
	expect(lacksOwnRate(null, "cachedInput")).toBe(false);
});
