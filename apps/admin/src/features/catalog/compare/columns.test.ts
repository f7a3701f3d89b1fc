import { expect, it } from "vitest";
import { bestOf, type Cell, type Column, differs, type Row, unknown } from "./columns.ts";

const columns = ["a", "b", "c"].map((id) => ({ model: { id } }) as Column);
const row = (cells: Record<string, Cell>, is: "least" | "most" = "least"): Row => ({
	label: "Price",
	cell: ({ model }) => cells[model.id] ?? unknown,
	best: { word: "best", is },
});
const price = (rank: number): Cell => ({ words: String(rank), rank });

it("marks all that share the best of what is known, and nobody where all are alike or one alone is known", () => {
	expect([...bestOf(row({ a: price(2), b: price(1), c: price(1) }), columns)]).toEqual(["b", "c"]);
	expect([...bestOf(row({ a: price(2), b: price(1) }, "most"), columns)]).toEqual(["a"]);
	expect([...bestOf(row({ a: price(1), b: price(1), c: price(1) }), columns)]).toEqual([]);
	expect([...bestOf(row({ a: price(1) }), columns)]).toEqual([]);
	expect([...bestOf(row({}), columns)]).toEqual([]);
});

it("tells apart by words, and what is unknown differs from what is known", () => {
	expect(differs(row({ a: price(1), b: price(1), c: price(1) }), columns)).toBe(false);
	expect(differs(row({ a: price(1), b: price(1) }), columns)).toBe(true);
	expect(differs(row({}), columns)).toBe(false);
});
