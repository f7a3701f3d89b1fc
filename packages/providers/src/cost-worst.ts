import { Decimal } from "decimal.js";
import { usOnlyFactor } from "./cost.ts";
import type { Price, PriceRates } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

/** @param factor of the dearest of the rates */
const dearest = (factor: string, ...rates: (string | undefined)[]): string =>
	Decimal.max(...rates.map((rate) => rate ?? 0))
		.times(factor)
		.toFixed();

/**
 * A price that no call of plain tokens comes to more than, made of one that names more classes: before a call nobody
 * knows how much of its answer is thoughts or pictures, OpenAI writes to its cache what it likes of a prompt, and
 * Anthropic may serve the call in the US alone. Elsewhere a cache is written only where that is asked for, and sound is
 * never asked for.
 */
export function worstPrice(provider: ProviderType, price: Price | null): Price | null {
	if (!price) return null;
	const factor = provider === "anthropic" ? usOnlyFactor(price) : "1";
	const worst = ({ input, output, cacheWrite, reasoning, imageOutput }: PriceRates): PriceRates => ({
		...(input !== undefined && { input: dearest(factor, input, provider === "openai" ? cacheWrite : undefined) }),
		...(output !== undefined && { output: dearest(factor, output, reasoning, imageOutput) }),
	});
	return { ...price, tiers: price.tiers.map((tier) => ({ ...tier, rates: worst(tier.rates) })) };
}
