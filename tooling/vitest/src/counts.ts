/** What Vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	testResults: { status: string; assertionResults: { status: string }[] }[];
}

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

/**
 * The counts of one run. What failed without a test to blame counts as one failure: a file that did not load or whose
 * hooks failed, a run that ended badly (`exitCode`), a run in which no test ran at all.
 */
export function countResults(report: VitestReport | null, exitCode: number): Counts {
	const passed = report?.numPassedTests ?? 0;
	const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
	const brokenFiles = (report?.testResults ?? []).filter(
		(file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
	).length;
	const failed = (report?.numFailedTests ?? 0) + brokenFiles;
	const unexplained = failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : 0;
	return { passed, failed: failed + unexplained, skipped };
}

/** `12 passed, 0 failed`, and `, 1 skipped` where something was. */
export function countsLine({ passed, failed, skipped }: Counts): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
