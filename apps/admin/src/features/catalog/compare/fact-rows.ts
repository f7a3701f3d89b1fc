import { capabilities } from "@llm-hub/api/schemas";
import { formatCount, formatDate, formatDay, formatDuration, formatShare, plural } from "@/lib/format.ts";
import { capabilityNames } from "../labels.ts";
import { statusOf } from "../status-words.ts";
import { type Cell, type Column, type Row, unknown } from "./columns.ts";

const tokens = (count: number | null): Cell =>
	count === null ? unknown : { words: `${formatCount(count)} tokens`, rank: count };

const tiersOf = ({ tiers }: Column): Cell => {
	if (tiers === null) return { words: "sign in to see", isMuted: true };
	return tiers.length === 0 ? { words: "no tier", isMuted: true } : { words: tiers.map(({ name }) => name).join(", ") };
};

export const useRows: Row[] = [
	{ label: "Provider", cell: ({ model }) => ({ words: model.providerName }) },
	{ label: "Status", cell: ({ model }) => ({ words: statusOf(model).word }) },
	{ label: "Open to tiers", cell: tiersOf },
	{
		label: "Alias",
		cell: ({ aliases }) => (aliases ? { words: aliases } : { words: "none", isMuted: true }),
	},
];

export const sizeRows: Row[] = [
	{ label: "Context", cell: ({ model }) => tokens(model.contextLength), best: { word: "largest", is: "most" } },
	{
		label: "Longest answer",
		cell: ({ model }) => tokens(model.maxOutputTokens),
		best: { word: "largest", is: "most" },
	},
];

/** One row for each thing that at least one of them can do. */
export const capabilityRows = (columns: readonly Column[]): Row[] =>
	capabilities
		.filter((capability) => columns.some(({ model }) => model.capabilities.includes(capability)))
		.map((capability) => ({
			label: capabilityNames[capability],
			cell: ({ model }) =>
				model.capabilities.includes(capability) ? { words: "✓ yes" } : { words: "not listed", isMuted: true },
		}));

const dayCell = (isoDay: string | null): Cell => (isoDay === null ? unknown : { words: formatDay(isoDay) });

export const dateRows: Row[] = [
	{ label: "Offered since", cell: ({ model }) => dayCell(model.releasedOn) },
	{ label: "Knows until", cell: ({ model }) => dayCell(model.knowledgeCutoff) },
	{
		label: "Ends",
		cell: ({ model: { deprecationDate, retiredAt } }) =>
			retiredAt
				? { words: `retired ${formatDate(retiredAt)}` }
				: deprecationDate
					? { words: formatDay(deprecationDate) }
					: { words: "no date known", isMuted: true },
	},
	{ label: "In the catalog since", cell: ({ model }) => ({ words: formatDate(model.firstSeenAt) }) },
];

type Spreads = "ttftMs" | "latencyMs" | "tokensPerSecond";
const pending: Cell = { words: "…", isMuted: true, rank: null };
const notMeasured: Cell = { words: "not measured", isMuted: true, rank: null };

const spread =
	(name: Spreads, say: (value: number) => string) =>
	(column: Column): Cell => {
		if (!column.measured) return pending;
		const value = column.measured[name];
		if (!value) return notMeasured;
		return { words: `${say(value.p50)} p50, ${say(value.p95)} p95 (n = ${formatCount(value.n)})`, rank: value.p50 };
	};

export const measuredRows: Row[] = [
	{ label: "First token", cell: spread("ttftMs", formatDuration), best: { word: "fastest", is: "least" } },
	{ label: "Whole answer", cell: spread("latencyMs", formatDuration), best: { word: "fastest", is: "least" } },
	{
		label: "Speed",
		cell: spread("tokensPerSecond", (value) => `${formatCount(Math.round(value))} tokens/s`),
		best: { word: "fastest", is: "most" },
	},
	{
		label: "Succeeded",
		cell: ({ measured }) => {
			if (!measured) return pending;
			if (measured.runs === 0) return notMeasured;
			const { runs, successes } = measured;
			return { words: `${formatShare(successes, runs)} of ${plural(runs, "run")}`, rank: successes / runs };
		},
		best: { word: "most often", is: "most" },
	},
];
