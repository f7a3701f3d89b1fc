import type { RunEnd } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { Cost } from "@/components/cost.tsx";
import { formatCount, formatDuration } from "@/lib/format.ts";

const count = (tokens: number | null) => (tokens === null ? "unknown" : formatCount(tokens));

/** Output tokens a second from the first token on; null where either is not known. */
export function speedOf({ outputTokens, ttftMs, latencyMs }: RunEnd): number | null {
	if (outputTokens === null || ttftMs === null || latencyMs === null || latencyMs - ttftMs < 1) return null;
	return (outputTokens * 1_000) / (latencyMs - ttftMs);
}

function Metric({ label, children }: { label: string; children: ReactNode }) {
	return (
		<Box sx={{ minWidth: 0 }}>
			<Box component="dt" sx={{ fontSize: 12, color: "text.secondary" }}>
				{label}
			</Box>
			<Box component="dd" sx={{ m: 0, fontSize: 13, fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
				{children}
			</Box>
		</Box>
	);
}

/** What a run took and cost. */
export function RunMetrics({ end }: { end: RunEnd }) {
	const speed = speedOf(end);
	// A call that failed before any answer was not billed, and nothing was counted.
	const wasMetered = end.costState !== null || end.outputTokens !== null;
	const parts = [
		end.cachedInputTokens ? `${formatCount(end.cachedInputTokens)} cached` : null,
		end.reasoningTokens ? `${formatCount(end.reasoningTokens)} reasoning` : null,
	].filter(Boolean);
	return (
		<Box component="dl" sx={{ display: "flex", flexWrap: "wrap", columnGap: 3, rowGap: 1, m: 0 }}>
			{end.ttftMs !== null && <Metric label="First token">{formatDuration(end.ttftMs)}</Metric>}
			<Metric label="Total time">{end.latencyMs === null ? "unknown" : formatDuration(end.latencyMs)}</Metric>
			{speed !== null && <Metric label="Speed">{Math.round(speed)} tok/s</Metric>}
			{wasMetered && (
				<Metric label="Tokens in → out">
					{count(end.inputTokens)} → {count(end.outputTokens)}
					{parts.length > 0 && (
						<Box component="span" sx={{ color: "text.secondary" }}>
							{` (${parts.join(", ")})`}
						</Box>
					)}
				</Metric>
			)}
			<Metric label="Cost">
				<Cost usd={end.costUsd} state={end.costState} explanation={end.costExplanation} />
			</Metric>
			{end.finishReason === "length" && <Metric label="Ended">at the token limit</Metric>}
		</Box>
	);
}
