import { type Cost, computeCost } from "./cost.ts";
import { addUsd, Exact } from "./cost-usd.ts";
import { priceState, ratesFor } from "./price.ts";
import type { Price, Usage } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

/** Calls added up that every price in question has in one and the same of its tiers. */
export interface CallSum {
	calls: number;
	/** Of all of them together. */
	usage: Usage;
	/** The input tokens of any one of them: what decides the tier. */
	inputTokensOfOne: number;
}

/**
 * What calls that were made elsewhere would cost at a price: `computeCost`, tier by tier, and the fee of each request.
 * `estimated`, because another model counts its tokens in another way; null where a needed rate is unknown.
 */
export function costOfCalls(
	sums: readonly CallSum[],
	{ provider, price, free = false }: { provider: ProviderType; price: Price | null; free?: boolean },
): Pick<Cost, "usd" | "state"> {
	if (free || priceState(price) === "free") return { usd: "0", state: "free" };
	if (price === null) return { usd: null, state: "unpriced" };
	const { perRequest = "0", ...flat } = price;
	let total = "0";
	for (const { calls, usage, inputTokensOfOne } of sums) {
		const tier = { ...flat, tiers: [{ aboveInputTokens: 0, rates: ratesFor(price, inputTokensOfOne) }] };
		const { usd } = computeCost({ provider, usage, price: tier, estimated: true });
		if (usd === null) return { usd: null, state: "unpriced" };
		total = addUsd(total, addUsd(usd, new Exact(perRequest).times(calls).toFixed()));
	}
	return { usd: total, state: "estimated" };
}
