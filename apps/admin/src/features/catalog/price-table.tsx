import { priceClassNames } from "@llm-hub/api/schemas";
import Typography from "@mui/material/Typography";
import { daysSince, formatCount, formatRate, formatUsd, plural } from "@/lib/format.ts";
import { PlainTable } from "./model/plain-table.tsx";
import type { ModelDetail } from "./model-facts.tsx";
import { sourceWords } from "./source-words.ts";

/** The price in force, every class and tier, with its source, its date and its age. */
export function PriceTable({ price, priceState }: Pick<ModelDetail, "price" | "priceState">) {
	if (price === null) {
		return (
			<Typography variant="body2" color="textSecondary">
				Unknown: no source that we read names a price for this model. Runs on it show their cost as unknown.
			</Typography>
		);
	}
	const classes = Object.entries(priceClassNames).filter(([name]) =>
		price.tiers.some(({ rates }) => rates[name] !== undefined),
	);
	return (
		<>
			{priceState === "free" && (
				<Typography variant="body2" sx={{ color: "success.main", fontWeight: 550 }}>
					This model is free.
				</Typography>
			)}
			<PlainTable
				label="Price in force"
				head={[
					"USD per 1M tokens",
					...price.tiers.map(({ aboveInputTokens }) =>
						aboveInputTokens > 0
							? `above ${formatCount(aboveInputTokens)} in`
							: price.tiers.length > 1
								? "base"
								: "price",
					),
				]}
				rows={classes.map(([name, words]) => ({
					key: name,
					cells: [
						words,
						...price.tiers.map(({ rates }) => (rates[name] === undefined ? "–" : formatRate(rates[name]))),
					],
				}))}
			/>
			{price.perRequest && (
				<Typography variant="body2" sx={{ mt: 0.5 }}>
					and {formatUsd(price.perRequest)} per request
				</Typography>
			)}
			<Typography variant="caption" color="textSecondary" sx={{ display: "block", mt: 0.5 }}>
				{sourceWords(price)} · {ageWords(price.asOf)}
			</Typography>
		</>
	);
}

function ageWords(asOf: string): string {
	const days = daysSince(asOf);
	return days < 1 ? "as of today" : `${plural(days, "day")} old`;
}
