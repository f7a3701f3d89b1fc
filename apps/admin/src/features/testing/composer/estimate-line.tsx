import type { EstimateOutput } from "@llm-hub/api/schemas";
import ExpandIcon from "@mui/icons-material/ExpandMore";
import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Skeleton from "@mui/material/Skeleton";
import { useId, useState } from "react";
import { describeProblem } from "@/lib/errors.ts";
import { formatCount, formatTokens, formatUsd, plural } from "@/lib/format.ts";
import type { Estimate } from "./use-estimate.ts";

type ModelEstimate = EstimateOutput["models"][number];

const rangeOf = (low: string, high: string): string =>
	low === high ? formatUsd(low) : `${formatUsd(low)} to ${formatUsd(high)}`;

function costOf({ state, lowUsd, highUsd }: ModelEstimate): string {
	if (state === "free") return "free";
	return lowUsd === null || highUsd === null ? "price unknown" : rangeOf(lowUsd, highUsd);
}

function totalOf({ models, lowUsd, highUsd, unpriced }: EstimateOutput): string {
	if (models.every(({ state }) => state === "free")) return "free";
	if (unpriced === models.length) return "price unknown";
	return `${rangeOf(lowUsd, highUsd)}${unpriced > 0 ? ` + ${unpriced} of unknown price` : ""}`;
}

const tokensOf = ({ models }: EstimateOutput): string => {
	const counts = models.map(({ inputTokens }) => inputTokens);
	const [least, most] = [Math.min(...counts), Math.max(...counts)];
	return least === most ? plural(least, "token") : `${formatCount(least)} to ${plural(most, "token")}`;
};

const noteOf = ({ cappedMaxTokens, isCapTooLow }: ModelEstimate): string => {
	if (isCapTooLow) return " · the cap is too low";
	return cappedMaxTokens === null ? "" : ` · ${plural(cappedMaxTokens, "token")} for the answer`;
};

/** What the draft holds and may cost, in all and by model, before anything is spent. */
export function EstimateLine({ estimate }: { estimate: Estimate }) {
	const [open, setOpen] = useState(false);
	const id = useId();
	const { data, isPending, isError, error } = estimate;
	if (isError) return <Line>No estimate: {describeProblem(error).message}</Line>;
	if (!data) return <Line>{isPending && estimate.fetchStatus !== "idle" ? <Skeleton width={180} /> : "\u00a0"}</Line>;
	return (
		<Box role="group" aria-label="Estimate" sx={{ fontSize: 13, fontVariantNumeric: "tabular-nums" }}>
			<ButtonBase
				aria-expanded={open}
				aria-controls={id}
				title="Counted with OpenAI's tokenizer; from an answer of one token to the longest allowed"
				onClick={() => setOpen(!open)}
				sx={{
					width: 1,
					justifyContent: "flex-start",
					gap: 0.5,
					borderRadius: 0.5,
					font: "inherit",
					textAlign: "left",
					minHeight: 24,
				}}
			>
				<span>
					{tokensOf(data)} in · {totalOf(data)}
				</span>
				<Box component="span" sx={{ color: "text.secondary" }}>
					estimated
				</Box>
				<ExpandIcon sx={{ fontSize: 16, color: "text.secondary", rotate: open ? "180deg" : undefined }} />
			</ButtonBase>
			{open && (
				<Box component="ul" id={id} aria-label="Estimate by model" sx={{ m: 0, p: 0, listStyle: "none" }}>
					{data.models.map((model) => (
						<Box component="li" key={model.modelId} sx={{ display: "flex", gap: 1, py: 0.25 }}>
							<Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>{model.modelId}</Box>
							<Box sx={{ textAlign: "right" }}>
								{costOf(model)}
								{noteOf(model)}
							</Box>
						</Box>
					))}
				</Box>
			)}
			{data.models
				.filter(({ isTooLong }) => isTooLong)
				.map(({ modelId, contextLength }) => (
					<Box key={modelId} sx={{ fontSize: 12, color: "warning.main", overflowWrap: "anywhere" }}>
						{modelId}: longer than its context of {formatTokens(contextLength ?? 0)}
					</Box>
				))}
		</Box>
	);
}

const Line = ({ children }: { children: React.ReactNode }) => (
	<Box sx={{ fontSize: 13, lineHeight: "24px", color: "text.secondary" }}>{children}</Box>
);
