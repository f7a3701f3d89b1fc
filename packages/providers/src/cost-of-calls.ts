import { type Cost, computeCost } from "./cost.ts";
import { Exact, sumUsd } from "./cost-usd.ts";
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

/** Who is to be paid. */
export interface Payee {
	provider: ProviderType;
	price: Price | null;
	free?: boolean;
}

/**
 * What calls that were made elsewhere would cost at a price: `computeCost`, tier by tier, and the fee of each request.
 * `estimated`, because another model counts its tokens in another way; null where a needed rate is unknown.
 */
export function costOfCalls(sums: readonly CallSum[], { provider, price, free = false }: Payee): Cost {
	const source = { priceSource: price?.source ?? null, priceAsOf: price?.asOf ?? null };
	if (free || priceState(price) === "free") return { usd: "0", state: "free", terms: [], ...source };
	if (price === null) return { usd: null, state: "unpriced", terms: [], ...source };
	const { perRequest = "0", ...flat } = price;
	const costs = sums.map(({ usage, inputTokensOfOne }) => {
		const tier = { ...flat, tiers: [{ aboveInputTokens: 0, rates: ratesFor(price, inputTokensOfOne) }] };
		return computeCost({ provider, usage, price: tier, estimated: true });
	});
	const terms = costs.flatMap((cost) => cost.terms);
	if (costs.some(({ usd }) => usd === null)) return { usd: null, state: "unpriced", terms, ...source };
	if (!new Exact(perRequest).isZero()) {
		const quantity = sums.reduce((total, { calls }) => total + calls, 0);
		const usd = new Exact(perRequest).times(quantity).toFixed();
		terms.push({ label: "requests", quantity, unit: "request", rate: perRequest, usd });
	}
	return { usd: sumUsd(terms.map(({ usd }) => usd)).usd, state: "estimated", terms, ...source };
}
