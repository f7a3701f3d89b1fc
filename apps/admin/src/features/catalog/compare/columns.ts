import type { RouterOutputs } from "@llm-hub/api/types";

/** As many as the API compares. */
export const mostCompared = 6;

type Compared = RouterOutputs["catalog"]["compare"]["models"][number];
type Measured = RouterOutputs["catalog"]["measured"]["models"][number];

/** A model that stands in the table, with all that its cells ask. */
export interface Column extends Omit<Compared, "model"> {
	model: NonNullable<Compared["model"]>;
	/** Undefined where it is not known yet, or nobody is signed in. */
	measured: Measured | undefined;
	aliases: string | undefined;
}

/** What stands in a cell. Cells differ when their words do. */
export interface Cell {
	words: string;
	/** Grey: nothing is known, or there is nothing. */
	isMuted?: boolean;
	/** To find the best of a row by; null does not take part. */
	rank?: number | null;
}

export interface Row {
	label: string;
	cell: (column: Column) => Cell;
	/** What the best is called, and whether that is the least or the most. */
	best?: { word: string; is: "least" | "most" };
}

export interface RowGroup {
	title: string;
	rows: Row[];
}

export const unknown: Cell = { words: "unknown", isMuted: true, rank: null };

/** Whether the models tell apart in a row. */
export const differs = ({ cell }: Row, columns: readonly Column[]): boolean =>
	new Set(columns.map((column) => cell(column).words)).size > 1;

/** The ids of the best in a row; of none where all are alike or fewer than two are known. */
export function bestOf({ cell, best }: Row, columns: readonly Column[]): ReadonlySet<string> {
	if (!best) return new Set();
	const ranked = columns.flatMap((column) => {
		const { rank } = cell(column);
		return rank == null ? [] : [{ id: column.model.id, rank }];
	});
	const ranks = ranked.map(({ rank }) => rank);
	const top = best.is === "least" ? Math.min(...ranks) : Math.max(...ranks);
	const winners = ranked.filter(({ rank }) => rank === top);
	return new Set(winners.length === ranked.length ? [] : winners.map(({ id }) => id));
}
