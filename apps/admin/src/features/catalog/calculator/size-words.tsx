import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import { formatCount } from "@/lib/format.ts";

type Calculated = RouterOutputs["catalog"]["calculate"];
type Size = Calculated["typical"];

const words = ({ inputTokens, cachedInputTokens, outputTokens }: Size) =>
	`${formatCount(inputTokens)} in${cachedInputTokens > 0 ? ` (${formatCount(cachedInputTokens)} cached)` : ""}, ${formatCount(outputTokens)} out`;

/** How the range comes about: what each of its ends takes a message for. */
export function SizeWords({ low, typical, high, recorded }: Calculated) {
	const [smallest, middle, largest] = recorded
		? ["10th percentile of the runs, cached as they were", "every run as it was", "90th percentile, nothing cached"]
		: ["smaller by the spread", "as given", "larger by the spread, nothing cached"];
	const rows = [
		{ name: "Low", size: low, how: smallest },
		{ name: "Typical", size: typical, how: recorded ? `${middle}; on average` : middle },
		{ name: "High", size: high, how: largest },
	];
	return (
		<Box component="dl" sx={{ m: 0, fontSize: 12, color: "text.secondary", fontVariantNumeric: "tabular-nums" }}>
			{rows.map(({ name, size, how }) => (
				<Box key={name} sx={{ py: 0.25 }}>
					<Box component="dt" sx={{ display: "inline", fontWeight: 600, color: "text.primary" }}>
						{name}
					</Box>{" "}
					<Box component="dd" sx={{ display: "inline", m: 0 }}>
						{how}: {words(size)}
					</Box>
				</Box>
			))}
		</Box>
	);
}
