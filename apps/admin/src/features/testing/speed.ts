import type { RunEnd } from "@llm-hub/api/schemas";
import { formatCount } from "@/lib/format.ts";

/** Output tokens a second from the first token on; null where either is not known. */
export function speedOf({
	outputTokens,
	ttftMs,
	latencyMs,
}: Pick<RunEnd, "outputTokens" | "ttftMs" | "latencyMs">): number | null {
	if (outputTokens === null || ttftMs === null || latencyMs === null || latencyMs - ttftMs < 1) return null;
	return (outputTokens * 1_000) / (latencyMs - ttftMs);
}

/** `1,250 tok/s`. */
export const formatSpeed = (perSecond: number): string => `${formatCount(Math.round(perSecond))} tok/s`;
