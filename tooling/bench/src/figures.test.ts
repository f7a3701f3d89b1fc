import { expect, test } from "vitest";
import { medianOf, percentile } from "./load.ts";
import { figure, ratio, table } from "./table.ts";

test("percentiles are the nearest rank, and of nothing they are no number", () => {
	const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
	expect([percentile(hundred, 0.5), percentile(hundred, 0.95), percentile([7], 0.95)]).toEqual([50, 95, 7]);
	expect(percentile([], 0.5)).toBeNaN();
});

test("figures show what they know and nothing else", () => {
	expect([0.0042, 7.7, 54.16, 1234.5, Number.NaN, null].map(figure)).toEqual([
		"0.004",
		"7.70",
		"54.2",
		"1,235",
		"-",
		"-",
	]);
	expect([ratio(1, 4), ratio(1, 0), ratio(1, undefined)]).toEqual(["0.250×", "-", "-"]);
});

test("columns stand under their heads", () => {
	expect(table(["", "runs/s"], [["a name", "7"]])).toBe("        runs/s\na name       7");
});

test("the median of the rounds is each figure's own, and no failure is lost", () => {
	const round = (figure: number, failed = 0) => ({
		name: "a",
		answersPerSecond: figure,
		firstTextP50Ms: 10 - figure,
		firstTextP95Ms: figure,
		totalP95Ms: figure,
		cpuMsPerAnswer: figure,
		failed,
		problem: failed > 0 ? "broke off" : null,
	});
	expect(medianOf([round(9), round(1, 2), round(5)])).toEqual({ ...round(5, 2), firstTextP50Ms: 5 });
});
