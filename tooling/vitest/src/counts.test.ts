import { expect, test } from "vitest";
import { countResults, countsLine, type VitestReport } from "./counts.ts";

const report = (changes: Partial<VitestReport> = {}): VitestReport => ({
	numPassedTests: 3,
	numFailedTests: 0,
	numPendingTests: 0,
	numTodoTests: 0,
	testResults: [],
	...changes,
});

test("a clean run is its passed tests, and what was skipped is said", () => {
	expect(countsLine(countResults(report(), 0))).toBe("3 passed, 0 failed");
	expect(countsLine(countResults(report({ numPendingTests: 1, numTodoTests: 1 }), 0))).toBe(
		"3 passed, 0 failed, 2 skipped",
	);
});

test("a file that did not load is a failure, and one with a failed test is not counted twice", () => {
	const testResults = [
		{ status: "failed", assertionResults: [] },
		{ status: "failed", assertionResults: [{ status: "failed" }] },
	];
	expect(countResults(report({ numFailedTests: 1, testResults }), 1).failed).toBe(2);
});

test("a run without a report, without a test, or with a bad end is never green", () => {
	expect(countResults(null, 1).failed).toBe(1);
	expect(countResults(report({ numPassedTests: 0 }), 0).failed).toBe(1);
	expect(countResults(report(), 1).failed).toBe(1);
});
