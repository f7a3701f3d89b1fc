import { priceClassNames } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import { LineChart } from "@mui/x-charts/LineChart";
import { formatDate, formatRate, formatTime } from "@/lib/format.ts";
import { lacksOwnRate } from "../lacks-own-rate.ts";

type Entry = RouterOutputs["catalog"]["priceHistory"]["prices"][number];

const colors = ["primary", "success", "warning", "error"] as const;
/** Drawn where a price has them, as the table below. */
const drawn = ["input", "output", "cachedInput", "cacheWrite"] as const;

/** What each class cost since when, as steps; where no price was known there is no line. `prices` come newest first. */
export default function PriceChart({ prices }: { prices: readonly Entry[] }) {
	const upwards = prices.toReversed();
	const rates = upwards.map(({ price }) => price?.tiers[0]?.rates ?? {});
	const last = rates.at(-1) ?? {};
	const classes = drawn.filter((name) => rates.some((known) => known[name] !== undefined));
	const days = [...upwards.map(({ validFrom }) => new Date(validFrom)), new Date()];
	const isOfOneDay = days.every((day) => formatDate(day) === formatDate(new Date()));
	const missingWords = (name: string, at: number) =>
		lacksOwnRate((upwards[at] ?? upwards.at(-1))?.price ?? null, name) ? "no rate of its own" : "unknown";
	const momentWords = (moment: Date) => (isOfOneDay ? formatTime(moment) : formatDate(moment));
	return (
		<Box component="figure" sx={{ m: 0 }}>
			<Box component="figcaption" sx={{ fontSize: 12, color: "text.secondary" }}>
				USD per 1M tokens{prices.some(({ price }) => (price?.tiers.length ?? 0) > 1) && ", first tier"}
			</Box>
			<LineChart
				height={220}
				skipAnimation
				xAxis={[{ data: days, scaleType: "time", domainLimit: "strict", valueFormatter: momentWords, tickNumber: 4 }]}
				yAxis={[{ min: 0, valueFormatter: (value: number) => formatRate(String(value)), width: 56 }]}
				series={classes.map((name, index) => ({
					label: priceClassNames[name],
					// The last one is in force until today.
					data: [...rates, last].map((known) => (known[name] === undefined ? null : Number(known[name]))),
					curve: "stepAfter",
					showMark: true,
					color: `var(--mui-palette-${colors[index] ?? "primary"}-main)`,
					valueFormatter: (value: number | null, { dataIndex }) =>
						value === null ? missingWords(name, dataIndex) : formatRate(String(value)),
				}))}
				margin={{ left: 0, right: 24, top: 8, bottom: 0 }}
			/>
		</Box>
	);
}
