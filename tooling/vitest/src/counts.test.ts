import { expect, test } from "vitest";
import { countResults, countsLine, failureLines, type VitestReport } from "./counts.ts";

const report = (changes: Partial<VitestReport> = {}): VitestReport => ({
	numPassedTests: 3,
	numFailedTests: 0,
	numPendingTests: 0,
	numTodoTests: 0,
	testResults: [],
	...changes,
});

const broken: VitestReport["testResults"] = [
	{ name: "/hub/src/a.test.ts", status: "failed", message: "Cannot find module './b.ts'", assertionResults: [] },
	{
		name: "/hub/e2e/c.test.ts",
		status: "failed",
		message: "",
		assertionResults: [
			{ status: "passed", fullName: "a row is there", failureMessages: [] },
			{
				status: "failed",
				fullName: "a row > is shown",
				failureMessages: [
					"Timeout 60000ms exceeded.\nCall log:\n\u001b[2m  waiting for a row\u001b[22m\n    at click (c.test.ts:1:1)",
					"Error: The server ended with SIGKILL.\nIts last line\n    at stage.ts:1:1",
				],
			},
		],
	},
];

test("a clean run is its passed tests, and what was skipped is said", () => {
	expect(countsLine(countResults(report(), 0))).toBe("3 passed, 0 failed");
	expect(countsLine(countResults(report({ numPendingTests: 1, numTodoTests: 1 }), 0))).toBe(
		"3 passed, 0 failed, 2 skipped",
	);
});

test("a file that did not load is a failure, and one with a failed test is not counted twice", () => {
	expect(countResults(report({ numFailedTests: 1, testResults: broken }), 1).failed).toBe(2);
});

test("each failure is a line of its own: the file or the test, and the words without colours and stack", () => {
	expect(failureLines(report({ testResults: broken }), "/hub")).toEqual([
		"FAILED src/a.test.ts: Cannot find module './b.ts'",
		"FAILED e2e/c.test.ts > a row > is shown: Timeout 60000ms exceeded. Call log: waiting for a row And then: Error: The server ended with SIGKILL. Its last line",
	]);
	expect(failureLines(null, "/hub")).toEqual([]);
});

test("a run without a report, without a test, or with a bad end is never green", () => {
	expect(countResults(null, 1).failed).toBe(1);
	expect(countResults(report({ numPassedTests: 0 }), 0).failed).toBe(1);
	expect(countResults(report(), 1).failed).toBe(1);
});
