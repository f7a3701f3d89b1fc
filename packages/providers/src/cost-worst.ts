import { Decimal } from "decimal.js";
import type { Price, PriceRates } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

const dearest = (rate: string, ...others: (string | undefined)[]): string =>
	Decimal.max(rate, ...others.map((other) => other ?? 0)).toFixed();

/**
 * A price that no call of plain tokens comes to more than, made of one that names more classes: before a call nobody
 * knows how much of its answer is thoughts or pictures, and OpenAI writes to its cache what it likes of a prompt.
 * Elsewhere a cache is written only where that is asked for, and sound is never asked for.
 */
export function worstPrice(provider: ProviderType, price: Price | null): Price | null {
	const worst = ({ input, output, cacheWrite, reasoning, imageOutput }: PriceRates): PriceRates => ({
		...(input !== undefined && { input: dearest(input, provider === "openai" ? cacheWrite : undefined) }),
		...(output !== undefined && { output: dearest(output, reasoning, imageOutput) }),
	});
	return price && { ...price, tiers: price.tiers.map((tier) => ({ ...tier, rates: worst(tier.rates) })) };
}
