import type { Cost } from "./cost.ts";
import { type CallSum, costOfCalls, type Payee } from "./cost-of-calls.ts";
import { Exact } from "./cost-usd.ts";

/** What is to be paid for: all messages as the smallest, as they are, and as the largest. */
export interface Traffic {
	low: CallSum;
	typical: readonly CallSum[];
	high: CallSum;
}

/** Decimal USD; null where a rate that is needed is unknown. `lowUsd` ≤ `typical.usd` ≤ `highUsd`. */
export interface CostForecast {
	lowUsd: string | null;
	typical: Cost;
	highUsd: string | null;
}

/**
 * What the same traffic would cost on a model, as a range. A cheaper high tier or a dear cache may turn the bounds
 * round: they are put in order.
 */
export function forecastCost({ low, typical, high }: Traffic, payee: Payee): CostForecast {
	const cost = costOfCalls(typical, payee);
	const known = [cost, costOfCalls([low], payee), costOfCalls([high], payee)].flatMap(({ usd }) => usd ?? []);
	if (known.length < 3) return { lowUsd: null, typical: { ...cost, usd: null, state: "unpriced" }, highUsd: null };
	return { lowUsd: Exact.min(...known).toFixed(), typical: cost, highUsd: Exact.max(...known).toFixed() };
}
