import type { Sort } from "./labels.ts";

/** In the order of the table; the name and the status always stand in it. */
export const optionalColumns = [
	"provider",
	"input",
	"output",
	"cached",
	"context",
	"capabilities",
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

const columns: Column[] = [
	{ key: "name", label: "Model", sort: "name", width: 200, grows: 2 },
	{ key: "provider", label: "Provider", sort: "provider", width: 124, grows: 0.8 },
	{ key: "input", label: "In $/1M", sort: "price", numeric: true, width: 88 },
	{ key: "output", label: "Out $/1M", numeric: true, width: 80 },
	{ key: "cached", label: "Cached $/1M", numeric: true, width: 96 },
	{ key: "context", label: "Context", sort: "contextLength", width: 112 },
	{ key: "capabilities", label: "Can do", width: 228, grows: 1 },
	{ key: "priceAge", label: "Price from", width: 108 },
	{ key: "status", label: "Status", width: 104 },
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

const gap = 20;
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
