import type { ForecastNote } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { formatCount, formatUsd } from "@/lib/format.ts";

export type Forecast = RouterOutputs["catalog"]["calculate"]["models"][number];

export const noteWords: Record<ForecastNote, string> = {
	reasoning: "thinks first: those tokens come on top",
	tiers: "small and large messages: different tiers",
	no_cache_price: "no cached rate: all counts as input",
	too_long: "too small for the largest messages",
	answer_too_long: "answers are shorter than the largest",
	disabled: "disabled",
	retired: "retired",
};

/** `$1.89 – $2.31`, or why there is no amount. */
export function rangeWords({ state, lowUsd, highUsd }: Forecast): string {
	if (state === "free") return "free";
	if (state === "missing") return "not in the catalog";
	if (lowUsd === null || highUsd === null) return "unknown";
	const [low, high] = [formatUsd(lowUsd), formatUsd(highUsd)];
	return low === high ? low : `${low} – ${high}`;
}

/** What the model would save or cost more than the one in use: `saves $1.95 (48 %)`. */
export function differenceWords({ differenceUsd, typicalUsd }: Forecast): string | null {
	if (differenceUsd === null || typicalUsd === null) return null;
	const difference = Number(differenceUsd);
	if (difference === 0) return "the same";
	const baseline = Number(typicalUsd) - difference;
	const share = baseline === 0 ? "" : ` (${formatCount(Math.round((Math.abs(difference) / baseline) * 100))} %)`;
	const amount = formatUsd(differenceUsd.replace("-", ""));
	return difference < 0 ? `saves ${amount}${share}` : `${amount} more${share}`;
}
