import { setImmediate as nextTurn } from "node:timers/promises";
import { findPrice, mergePrice, type Price, type ProviderType, seedModels } from "@llm-hub/providers";

/** Lookups before other work gets its turn: one takes up to half a millisecond. */
const atOnce = 40;

let seedPrices: Map<string, Price | null> | undefined;

/**
 * What genai-prices and the seed have for models of a provider, by upstream id, at a moment. Takes its time without
 * holding up the process.
 */
export async function shippedPrices(
	provider: ProviderType,
	upstreamIds: readonly string[],
	at: Date,
): Promise<Map<string, Price | null>> {
	const prices = new Map<string, Price | null>();
	if (provider === "custom") return prices;
	seedPrices ??= new Map(seedModels().map(({ id, price }) => [id, price]));
	for (const [index, model] of upstreamIds.entries()) {
		if (index % atOnce === atOnce - 1) await nextTurn();
		prices.set(model, mergePrice([findPrice({ provider, model, at }), seedPrices.get(`${provider}/${model}`)]));
	}
	return prices;
}
