import type { Sort } from "./labels.ts";

export interface Column {
	label: string;
	sort?: Sort;
	numeric?: boolean;
	width: string;
}

/** The table's columns, left to right; the cells of a row follow the same order. */
export const columns: Column[] = [
	{ label: "Model", sort: "name", width: "minmax(200px, 2fr)" },
	{ label: "Provider", sort: "provider", width: "minmax(132px, 0.8fr)" },
	{ label: "In $/1M", sort: "price", numeric: true, width: "88px" },
	{ label: "Out $/1M", numeric: true, width: "88px" },
	{ label: "Cached $/1M", numeric: true, width: "104px" },
	{ label: "Context", sort: "contextLength", width: "128px" },
	{ label: "Can do", width: "minmax(248px, 1fr)" },
	{ label: "Status", width: "120px" },
];

export const gridTemplateColumns = columns.map(({ width }) => width).join(" ");
