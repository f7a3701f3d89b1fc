import { priceClassNames } from "@llm-hub/api/schemas";
import { daysSince, formatCount, formatDay, formatRate, formatUsd, plural } from "@/lib/format.ts";
import { sourceName } from "../source-words.ts";
import { type Cell, type Column, type Row, unknown } from "./columns.ts";

function rateCell({ model: { price, priceState } }: Column, name: string): Cell {
	if (priceState === "free") return { words: "free", rank: 0 };
	const [base, ...higher] = price?.tiers ?? [];
	if (!base) return unknown;
	const rate = base.rates[name];
	const above = higher.flatMap(({ aboveInputTokens, rates }) =>
		rates[name] === undefined ? [] : `above ${formatCount(aboveInputTokens)} in: ${formatRate(rates[name])}`,
	);
	if (rate === undefined && above.length === 0) return { words: "no rate of its own", isMuted: true, rank: null };
	const first = rate === undefined ? "no rate of its own" : formatRate(rate);
	return { words: [first, ...above].join("\n"), rank: rate === undefined ? null : Number(rate) };
}

/** One row for each class that one of them has a rate for; input and output always. */
export function priceRows(columns: readonly Column[]): Row[] {
	const prices = columns.flatMap(({ model }) => model.price ?? []);
	const isNamed = (name: string) => prices.some(({ tiers }) => tiers.some(({ rates }) => rates[name] !== undefined));
	const classes = Object.entries(priceClassNames)
		.filter(([name]) => name === "input" || name === "output" || isNamed(name))
		.map(
			([name, label]): Row => ({
				label,
				cell: (column) => rateCell(column, name),
				best: { word: "cheapest", is: "least" },
			}),
		);
	const perRequest: Row = {
		label: "Per request",
		cell: ({ model: { price } }) =>
			price === null
				? unknown
				: price.perRequest
					? { words: formatUsd(price.perRequest), rank: Number(price.perRequest) }
					: { words: "nothing", isMuted: true, rank: 0 },
		best: { word: "cheapest", is: "least" },
	};
	return [...classes, ...(prices.some((price) => price.perRequest) ? [perRequest] : []), ...sourceRows];
}

const sourceRows: Row[] = [
	{
		label: "Read from",
		cell: ({ model: { price } }) =>
			price ? { words: sourceName(price.source) } : { words: "no source names one", isMuted: true },
	},
	{
		label: "As of",
		cell: ({ model: { price } }) =>
			price ? { words: `${formatDay(price.asOf)}, ${ageOf(price.asOf)}` } : { words: "–", isMuted: true },
	},
];

function ageOf(isoDay: string): string {
	const days = daysSince(isoDay);
	return days < 1 ? "today" : `${plural(days, "day")} ago`;
}
