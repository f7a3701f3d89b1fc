import { type Cost, type CostInput, computeCost } from "./cost.ts";
import { estimatedUsage } from "./cost-estimate.ts";
import { Exact, sumUsd } from "./cost-usd.ts";
import { priceState, ratesFor } from "./price.ts";
import type { Price } from "./types.ts";

/** Messages that fall into one tier of a price, their tokens summed. Cached and written tokens are part of the input, reasoning of the output. */
export interface MessageGroup {
	messages: number;
	/** Of any one of them: decides the tier. */
	inputTokensEach: number;
	inputTokens: number;
	cachedInputTokens: number;
	cacheWriteTokens: number;
	outputTokens: number;
	reasoningTokens: number;
}

/** What is to be paid for: all messages as the smallest, as they are, and as the largest. */
export interface Traffic {
	low: MessageGroup;
	typical: readonly MessageGroup[];
	high: MessageGroup;
}

/** Decimal USD; null where a rate that is needed is unknown. `lowUsd` ≤ `typical.usd` ≤ `highUsd`. */
export interface CostForecast {
	lowUsd: string | null;
	typical: Cost;
	highUsd: string | null;
}

type Payer = Pick<CostInput, "provider" | "price" | "free">;

/** What the same traffic would cost on a model, as a range. A cheaper high tier or a dear cache may turn the bounds round: they are put in order. */
export function forecastCost(payer: Payer, { low, typical, high }: Traffic): CostForecast {
	const cost = costOfMessages(payer, typical);
	const known = [cost, costOfMessages(payer, [low]), costOfMessages(payer, [high])].flatMap(({ usd }) => usd ?? []);
	if (known.length < 3) return { lowUsd: null, typical: { ...cost, usd: null, state: "unpriced" }, highUsd: null };
	return { lowUsd: Exact.min(...known).toFixed(), typical: cost, highUsd: Exact.max(...known).toFixed() };
}

/** The cost of many messages: the sum of what `computeCost` says of each, without asking it for each. */
export function costOfMessages({ provider, price, free = false }: Payer, groups: readonly MessageGroup[]): Cost {
	const source = { priceSource: price?.source ?? null, priceAsOf: price?.asOf ?? null };
	if (free || priceState(price) === "free") return { usd: "0", state: "free", terms: [], ...source };
	const costs = groups.map((group) => {
		const { inputTokens, outputTokens, messages, inputTokensEach, ...parts } = group;
		const usage = { ...estimatedUsage(inputTokens, outputTokens), ...parts };
		return computeCost({ provider, usage, price: price && atTierOf(price, inputTokensEach) });
	});
	const terms = costs.flatMap((cost) => cost.terms);
	if (price?.perRequest !== undefined && !new Exact(price.perRequest).isZero()) {
		const quantity = groups.reduce((sum, { messages }) => sum + messages, 0);
		const usd = new Exact(price.perRequest).times(quantity).toFixed();
		terms.push({ label: "requests", quantity, unit: "request", rate: price.perRequest, usd });
	}
	if (costs.some(({ usd }) => usd === null)) return { usd: null, state: "unpriced", terms, ...source };
	return { usd: sumUsd(terms.map(({ usd }) => usd)).usd, state: "computed", terms, ...source };
}

/** The price as it is for one call of so many input tokens, whatever sum of tokens it is then applied to. */
const atTierOf = ({ source, asOf, ...price }: Price, inputTokens: number): Price => ({
	tiers: [{ aboveInputTokens: 0, rates: ratesFor({ source, asOf, ...price }, inputTokens) }],
	source,
	asOf,
});
