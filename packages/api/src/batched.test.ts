import type { Db } from "@llm-hub/db";
import { expect, it } from "vitest";
import { batched, perDb } from "./batched.ts";

const db = {} as Db;

/** Work that notes its batches and ends when told to. */
function createWork(answer: (item: number) => number | Error) {
	const batches: number[][] = [];
	const ends: (() => void)[] = [];
	let isHeld = false;
	const call = batched(async (_: Db, items: number[]) => {
		batches.push(items);
		if (isHeld) await new Promise<void>((resolve) => void ends.push(resolve));
		if (items.length > 1 && items.includes(13)) throw new Error("the whole batch");
		return items.map(answer);
	});
	const hold = () => {
		isHeld = true;
	};
	return { call: (item: number, of = db) => call(of, item), batches, ends, hold };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it("asks once for what arrives together, and gives each its own answer in any order", async () => {
	const { call, batches } = createWork((item) => item * 10);
	expect(await Promise.all([3, 1, 2, 1].map((item) => call(item)))).toEqual([30, 10, 20, 10]);
	expect(batches).toEqual([[3, 1, 2, 1]]);
});

it("answers nobody from a piece of work that began before the call", async () => {
	const { call, batches, ends, hold } = createWork((item) => item);
	hold();
	const first = call(1);
	await turn();
	const later = [call(2), call(3)];
	await turn();
	expect(batches).toEqual([[1]]);
	ends[0]?.();
	await first;
	await expect.poll(() => batches).toEqual([[1], [2, 3]]);
	ends[1]?.();
	expect(await Promise.all(later)).toEqual([2, 3]);
});

it("fails an item alone, by its own error or by that of the whole", async () => {
	const { call, batches } = createWork((item) => (item > 12 ? new Error(`no ${item}`) : item));
	const outcome = (items: number[]) =>
		Promise.all(items.map((item) => call(item).catch((error: Error) => error.message)));
	expect(await outcome([1, 99, 2])).toEqual([1, "no 99", 2]);
	expect(await outcome([1, 13, 2])).toEqual([1, "no 13", 2]);
	expect(batches.slice(1)).toEqual([[1, 13, 2], [1], [13], [2]]);
	expect(await call(5)).toBe(5);
});

it("takes no more at once than a statement should, and loses nothing", async () => {
	const { call, batches } = createWork((item) => item);
	const items = Array.from({ length: 450 }, (_, index) => index + 100);
	expect(await Promise.all(items.map((item) => call(item)))).toEqual(items);
	expect(batches.map(({ length }) => length)).toEqual([200, 200, 50]);
});

it("keeps the databases apart", async () => {
	const { call, batches } = createWork((item) => item);
	const other = {} as Db;
	expect(await Promise.all([call(1), call(2, other)])).toEqual([1, 2]);
	expect(batches).toEqual([[1], [2]]);
	const made = perDb(() => ({}));
	expect(made(db)).toBe(made(db));
	expect(made(db)).not.toBe(made(other));
});
