import { addUsd, type Price, priceState } from "@llm-hub/providers";
import type { Payer } from "../keys/resolve-target.ts";
import type { Quota } from "./schema.ts";
import { isMore } from "./usd.ts";

/** What a call may cost at most, in USD; `0` when nobody bills the company for it, null when it is not known. */
export type EstimatedUsd = string | null;

/** Whether a call is for nothing as budgets see it: the model is free, or another than the company pays. */
export const costsNothing = ({
	keySource,
	price = null,
}: Pick<Payer, "keySource"> & { price?: Price | null }): boolean =>
	keySource === "sandbox" || keySource === "own" || priceState(price) === "free";

/**
 * The quota that refuses a call, or null: what is reserved, explained and listed as usable all ask this. Of several the
 * one that lasts longest, as waiting for another would not help.
 */
export function limitFor(quotas: readonly Quota[], estimateUsd: EstimatedUsd): Quota | null {
	const end = ({ resetsAt }: Quota) => resetsAt?.getTime() ?? Number.POSITIVE_INFINITY;
	const [binding] = quotas.filter((quota) => refuses(quota, estimateUsd)).toSorted((a, b) => end(b) - end(a));
	return binding ?? null;
}

/** What is free is never refused for money; what has no price is, once the budget is used up. */
function refuses(quota: Quota, estimateUsd: EstimatedUsd): boolean {
	if (quota.unit === "requests") return quota.remaining === 0;
	if (quota.limit === null || (estimateUsd !== null && !isMore(estimateUsd, "0"))) return false;
	return estimateUsd === null ? quota.remaining === "0" : isMore(addUsd(quota.used, estimateUsd), quota.limit);
}
