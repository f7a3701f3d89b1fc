/** A table in plain text: the first column to the left, the others to the right. */
export function table(head: string[], rows: string[][]): string {
	const lines = [head, ...rows];
	const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	const format = (line: string[]) =>
		widths
			.map((width, column) =>
				column === 0 ? (line[column] ?? "").padEnd(width) : (line[column] ?? "").padStart(width),
			)
			.join("  ");
	return lines.map(format).join("\n");
}

/** About three digits that mean something: `0.054`, `7.70`, `1,234`. */
export function figure(value: number | null): string {
	if (value === null || !Number.isFinite(value)) return "-";
	const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
	return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `0.42×`: this one's share of the first one's. */
export const ratio = (value: number, reference: number | undefined): string =>
	reference ? `${figure(value / reference)}×` : "-";
