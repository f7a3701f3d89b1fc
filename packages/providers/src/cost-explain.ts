import type { Cost, CostTerm } from "./cost.ts";
import { formatUsd, sumUsd } from "./cost-usd.ts";

/** Of a run that is over and of a forecast: a source may name a price today that none named when the run was made. */
const noPrice = {
	run: "Unknown: no source named a price for the model when it ran",
	forecast: "Unknown: no source names a price for the model",
} as const;

const numbers = new Intl.NumberFormat("en-US");

/** A cost as lines for a person: how it is known, each term of the formula, and the price's source and date. */
export function explainCost(cost: Cost, of: keyof typeof noPrice = "run"): string[] {
	const terms = cost.terms.map(termLine);
	const price = cost.priceSource === null ? [] : [`Price from ${cost.priceSource}, as of ${cost.priceAsOf}`];
	switch (cost.state) {
		case "billed": {
			const sum = sumUsd(cost.terms.map(({ usd }) => usd)).usd;
			const comparison = terms.length > 0 ? [...terms, `Tokens × price: ${formatUsd(sum)}`, ...price] : [];
			return [`Charged by the provider: ${formatUsd(cost.usd ?? "0")}`, ...comparison];
		}
		case "free":
			return ["Free: the price is known to be zero", ...price];
		case "unpriced":
			return [
				cost.priceSource === null ? noPrice[of] : "Unknown: a token count or a rate that is needed is not known",
				...terms,
				...price,
			];
		case "estimated":
			return [...terms, `Estimated from our own token count: ${formatUsd(cost.usd ?? "0")}`, ...price];
		case "computed":
			return [...terms, `Total: ${formatUsd(cost.usd ?? "0")}`, ...price];
	}
}

/** "12,304 cache-write tokens × $3.75/1M = $0.04614". */
function termLine({ quantity, label, unit, rate, usd }: CostTerm): string {
	const per = unit === "tokens" ? "/1M" : "";
	return `${numbers.format(quantity)} ${label} × ${formatUsd(rate)}${per} = ${formatUsd(usd)}`;
}
