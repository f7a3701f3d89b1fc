import { formatUsd } from "@/lib/format.ts";

/** `$1.20 less`, `$0.40 more`, `the same`; null is a difference that nobody knows. */
export function differenceWords(differenceUsd: string | null): string {
	if (differenceUsd === null) return "unknown";
	if (Number(differenceUsd) === 0) return "the same";
	return differenceUsd.startsWith("-")
		? `${formatUsd(differenceUsd.slice(1))} less`
		: `${formatUsd(differenceUsd)} more`;
}
