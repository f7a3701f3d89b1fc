/** What a cell may hold; null is empty. */
export type CsvCell = string | number | null;

/**
 * One line of CSV (RFC 4180) with every cell quoted. A text that a spreadsheet would run as a formula gets an apostrophe
 * before it, as OWASP's page on CSV injection advises.
 */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(",")}\r\n`;

function csvCell(cell: CsvCell): string {
	if (typeof cell === "number") return String(cell);
	const text = cell ?? "";
	const inert = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
	return `"${inert.replaceAll('"', '""')}"`;
}
