import type { ComponentProps } from "react";

// Rows that stand anywhere in a height of millions of pixels cannot be those of a <table>.
const part = (role: "table" | "rowgroup" | "row" | "cell" | "columnheader") => (props: ComponentProps<"div">) => (
	<div role={role} {...props} />
);

export const Table = part("table");
export const RowGroup = part("rowgroup");
export const Row = part("row");
export const Cell = part("cell");
export const HeadCell = part("columnheader");
