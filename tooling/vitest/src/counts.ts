import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** What Vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	testResults: {
		/** The file's path. */
		name: string;
		status: string;
		/** Why the file itself failed, if it did. */
		message: string;
		assertionResults: { status: string; fullName: string; failureMessages: string[] | null }[];
	}[];
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

/** A line for each failure that {@link countResults} can name, so that the end of a long log says what to look at. */
export function failureLines(report: VitestReport | null, root: string): string[] {
	return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
		const file = relative(root, name);
		const failed = assertionResults.filter((test) => test.status === "failed");
		if (failed.length === 0) return status === "failed" ? [failureLine(file, [message])] : [];
		return failed.map((test) => failureLine(`${file} > ${test.fullName}`, test.failureMessages ?? []));
	});
}

const failureLine = (where: string, messages: string[]) =>
	`FAILED ${where}: ${messages.map(withoutStack).join(" And then: ")}`;

/** A message without its stack, colours and line ends: enough to tell a wait that ended from a wrong answer. */
function withoutStack(message: string): string {
	const [words = ""] = stripVTControlCharacters(message).split(/\n\s+at /);
	return words.replace(/\s+/g, " ").trim().slice(0, 400);
}
