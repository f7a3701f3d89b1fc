import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { formatCount, formatRate, formatUsd } from "@/lib/format.ts";
import { sourceWords } from "./fact-row.tsx";
import type { ModelDetail } from "./model-facts.tsx";

const classNames: Record<string, string> = {
	input: "Input",
	cachedInput: "Cached input",
	cacheWrite: "Cache write (5 min)",
	cacheWrite1h: "Cache write (1 h)",
	output: "Output",
	reasoning: "Reasoning",
	audioInput: "Audio input",
	cachedAudioInput: "Cached audio input",
	audioOutput: "Audio output",
	imageInput: "Image input",
	imageOutput: "Image output",
};

/** The price in force, every class and tier, with its source and date. */
export function PriceTable({ price, priceState }: Pick<ModelDetail, "price" | "priceState">) {
	if (price === null) {
		return (
			<Typography variant="body2" color="textSecondary">
				Unknown: no source that we read names a price for this model. Runs on it show their cost as unknown.
			</Typography>
		);
	}
	const classes = Object.keys(classNames).filter((name) => price.tiers.some(({ rates }) => rates[name] !== undefined));
	const cell = { px: 0, py: 0.5, borderBottom: 1, borderColor: "divider", fontWeight: 400 } as const;
	return (
		<>
			{priceState === "free" && (
				<Typography variant="body2" sx={{ color: "success.main", fontWeight: 550 }}>
					This model is free.
				</Typography>
			)}
			<Box
				component="table"
				sx={{ width: 1, borderCollapse: "collapse", fontSize: 14, fontVariantNumeric: "tabular-nums" }}
			>
				<thead>
					<tr>
						<Box component="th" scope="col" sx={{ ...cell, textAlign: "left", color: "text.secondary" }}>
							USD per 1M tokens
						</Box>
						{price.tiers.map(({ aboveInputTokens }) => (
							<Box
								component="th"
								scope="col"
								key={aboveInputTokens}
								sx={{ ...cell, textAlign: "right", color: "text.secondary" }}
							>
								{aboveInputTokens > 0
									? `above ${formatCount(aboveInputTokens)} in`
									: price.tiers.length > 1
										? "base"
										: "price"}
							</Box>
						))}
					</tr>
				</thead>
				<tbody>
					{classes.map((name) => (
						<tr key={name}>
							<Box component="th" scope="row" sx={{ ...cell, textAlign: "left" }}>
								{classNames[name]}
							</Box>
							{price.tiers.map(({ aboveInputTokens, rates }) => (
								<Box component="td" key={aboveInputTokens} sx={{ ...cell, textAlign: "right" }}>
									{rates[name] === undefined ? "–" : formatRate(rates[name])}
								</Box>
							))}
						</tr>
					))}
				</tbody>
			</Box>
			{price.perRequest && (
				<Typography variant="body2" sx={{ mt: 0.5 }}>
					and {formatUsd(price.perRequest)} per request
				</Typography>
			)}
			<Typography variant="caption" color="textSecondary" sx={{ display: "block", mt: 0.5 }}>
				{sourceWords(price)}
			</Typography>
		</>
	);
}
