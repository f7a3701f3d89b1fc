import type { EstimateOutput } from "@llm-hub/api/schemas";
import { formatUsd, plural } from "@/lib/format.ts";

/** Why a run with this cap would be refused, in words; null when no model refuses it. */
export function capProblem(estimate: EstimateOutput, costCapUsd: string | undefined): string | null {
	if (!costCapUsd) return null;
	const low = estimate.models.filter(({ isCapTooLow }) => isCapTooLow);
	const [dearest] = low.sort((a, b) => Number(b.leastCapUsd ?? 0) - Number(a.leastCapUsd ?? 0));
	const unpriced = estimate.models.find(({ state }) => state === "unpriced");
	if (unpriced) return `The price of ${unpriced.modelId} is unknown, so no cap can be kept.`;
	if (!dearest?.leastCapUsd) return null;
	return `${dearest.modelId} needs at least ${formatUsd(dearest.leastCapUsd)} for this prompt.`;
}

/** What the cap leaves for the answer, where that is less than was asked for; null where it is not. */
export function capEffect({ models }: EstimateOutput): string | null {
	const limits = models.flatMap(({ cappedMaxTokens }) => cappedMaxTokens ?? []);
	return limits.length === 0 ? null : `leaves ${plural(Math.min(...limits), "token")} for the answer`;
}
