/** What a cell may hold; null is empty. */
export type CsvCell = string | number | null;

/** Begins as a formula may, and is none: an amount below zero stays a number. */
const negative = /^-\d+(?:\.\d+)?$/;

/**
 * One line of CSV (RFC 4180) with every cell quoted. A text that a spreadsheet would run as a formula gets an apostrophe
 * before it, as OWASP's page on CSV injection advises.
 */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(",")}\r\n`;

function csvCell(cell: CsvCell): string {
	if (typeof cell === "number") return String(cell);
	const text = cell ?? "";
	const mayRun = /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !negative.test(text);
	const inert = mayRun ? `'${text}` : text;
	return `"${inert.replaceAll('"', '""')}"`;
}
