import type { ListedModel, Price, PriceRates } from "@llm-hub/providers";
import type { KnownModel } from "./known-model.ts";
import type { MergeContext } from "./merge.ts";

export const seededOn = "2026-05-01";
export const syncedAt = new Date("2026-11-23T09:00:00Z");

export const priceOf = (rates: PriceRates, source: Price["source"] = "provider"): Price => ({
	tiers: [{ aboveInputTokens: 0, rates }],
	source,
	asOf: source === "provider" ? "2026-11-23" : seededOn,
});

/** A model as the seed brought it. */
export const seeded = (changes: Partial<KnownModel> = {}): KnownModel => ({
	id: "openrouter/acme/large",
	providerType: "openrouter",
	endpointSlug: null,
	upstreamId: "acme/large",
	displayName: "Large",
	contextLength: 128_000,
	maxOutputTokens: 8_000,
	capabilities: ["chat", "tools"],
	price: priceOf({ input: "2", output: "8" }, "seed"),
	sources: {
		facts: { source: "seed", asOf: seededOn },
		price: { source: "seed", asOf: seededOn },
		deprecationDate: null,
	},
	deprecationDate: null,
	replacedBy: null,
	releasedOn: null,
	knowledgeCutoff: null,
	retiredAt: null,
	...changes,
});

export const listed = (changes: Partial<ListedModel> = {}): ListedModel => ({ id: "acme/large", ...changes });

export const context = (changes: Partial<MergeContext> = {}): MergeContext => ({
	id: "openrouter/acme/large",
	providerType: "openrouter",
	endpointSlug: null,
	at: syncedAt,
	isSandbox: false,
	shippedPrice: priceOf({ input: "2", output: "8" }, "seed"),
	open: [],
	alias: null,
	hasListedSnapshot: false,
	isListingSuspect: false,
	...changes,
});
