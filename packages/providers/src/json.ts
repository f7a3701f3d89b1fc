/** Careful reading of JSON that somebody else wrote: each returns what it is named after, or nothing. */

export type JsonRecord = Record<string, unknown>;

/** The value as an object, or undefined for anything else (arrays and null included). */
export function asRecord(value: unknown): JsonRecord | undefined {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : undefined;
}

/** The value as a list; anything else is an empty one. */
export function asList(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** The value as a string that is not empty, or undefined. */
export function asText(value: unknown): string | undefined {
	return typeof value === "string" && value !== "" ? value : undefined;
}

/** No call has as many tokens; the sum of any four counts still fits the 32 bits in which a run keeps it. */
const mostCounted = 500_000_000;

/** The value as a count of tokens (a whole number that is neither negative nor beyond belief), or undefined. */
export function asCount(value: unknown): number | undefined {
	const isCount = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= mostCounted;
	return isCount ? value : undefined;
}

/** The value's name among its like, of an index say: anything but a number or a string has the same one. */
export function asKey(value: unknown): string {
	return typeof value === "number" || typeof value === "string" ? String(value) : "";
}

/** The parsed text, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
