import { expect, it } from "vitest";
import { rowsToDraw, upTo } from "./use-row-window.ts";

const drawn = (count: number, top: number, inSight = 10) => {
	const { first, last } = rowsToDraw({ count, overscan: 3, top, inSight });
	return upTo(first, last);
};

it("draws the rows in sight, the one that is cut off at the foot, and some around them", () => {
	expect(drawn(5_000, 0)).toEqual(upTo(0, 13));
	expect(drawn(5_000, 100)).toEqual(upTo(97, 113));
	expect(drawn(5_000, 4_990)).toEqual(upTo(4_986, 4_999));
});

it("draws all of a short list, and nothing of an empty one", () => {
	expect(drawn(4, 0)).toEqual([0, 1, 2, 3]);
	expect(drawn(0, 0)).toEqual([]);
});

it("draws the end of a list that became shorter than where it stood", () => {
	expect(drawn(20, 4_990)).toEqual(upTo(6, 19));
});
