import type { CSSProperties, ReactNode } from "react";

interface PartProps {
	className?: string | undefined;
	style?: CSSProperties;
	children: ReactNode;
	"aria-rowindex"?: number;
}

// Rows that stand anywhere in a height of millions of pixels cannot be those of a <table>.
const part = (role: "rowgroup" | "row" | "cell" | "columnheader") => (props: PartProps) => (
	<div role={role} {...props} />
);

export const RowGroup = part("rowgroup");
export const Row = part("row");
export const Cell = part("cell");
export const HeadCell = part("columnheader");
