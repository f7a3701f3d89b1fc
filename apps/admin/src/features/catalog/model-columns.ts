import type { Sort } from "./labels.ts";

/** In the order of the table; the name and the status always stand in it. */
export const optionalColumns = [
	"provider",
	"input",
	"output",
	"cached",
	"context",
	"capabilities",
	"seen",
	"priceAge",
] as const;
export type ColumnKey = (typeof optionalColumns)[number] | "name" | "status";

export interface Column {
	key: ColumnKey;
	label: string;
	sort?: Sort;
	numeric?: boolean;
	/** Pixels; what grows takes a share of what is left as well. */
	width: number;
	grows?: number;
}

/** What the tags of a row have at least, px. */
export const capabilitiesWidth = 168;

const columns: Column[] = [
	{ key: "name", label: "Model", sort: "name", width: 184, grows: 2 },
	{ key: "provider", label: "Provider", sort: "provider", width: 116, grows: 0.8 },
	{ key: "input", label: "In $/1M", sort: "price", numeric: true, width: 72 },
	{ key: "output", label: "Out $/1M", numeric: true, width: 76 },
	{ key: "cached", label: "Cached $/1M", numeric: true, width: 92 },
	{ key: "context", label: "Context", sort: "contextLength", width: 100 },
	{ key: "capabilities", label: "Can do", width: capabilitiesWidth, grows: 1 },
	{ key: "seen", label: "Seen by us", width: 112 },
	{ key: "priceAge", label: "Price from", width: 104 },
	{ key: "status", label: "Status", width: 100 },
];

export const columnNames = Object.fromEntries(columns.map(({ key, label }) => [key, label])) as Record<
	ColumnKey,
	string
>;

export interface Layout {
	columns: Column[];
	/** For CSS. */
	template: string;
	/** Below this the table scrolls sideways, px. */
	minWidth: number;
}

const gap = 16;
const selectWidth = 20;

/** The columns that are shown, and what room they take. */
export function layoutOf(shown: readonly ColumnKey[]): Layout {
	const present = columns.filter(({ key }) => key === "name" || key === "status" || shown.includes(key));
	const widths = present.map(({ width, grows }) => (grows ? `minmax(${width}px, ${grows}fr)` : `${width}px`));
	return {
		columns: present,
		template: [`${selectWidth}px`, ...widths].join(" "),
		minWidth: present.reduce((sum, { width }) => sum + width + gap, selectWidth + 32),
	};
}
