/** Careful reading of request bodies that nobody validated: a wrong type reads as absent. */

export const record = (value: unknown): Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const number = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Strings of a field that may be one string or a list. */
export const strings = (value: unknown): string[] =>
	typeof value === "string" ? [value] : list(value).filter((item): item is string => typeof item === "string");

/** The text of a message content that may be a string or a list of parts; parts that hold no text count as none. */
export function contentText(content: unknown): string {
	if (typeof content === "string") return content;
	return list(content)
		.map((part) => text(record(part).text))
		.join("");
}

/** Page of a list: `start` to `start + size`, and whether more follows. */
export function pageOf<T>(items: readonly T[], start: number, size: number): { page: T[]; more: boolean } {
	const from = Number.isFinite(start) && start > 0 ? start : 0;
	return { page: items.slice(from, from + size), more: from + size < items.length };
}

/** A page size from a query parameter, within what the provider allows. */
export function sizeOf(asked: string | null, fallback: number, most: number, cap: number | null): number {
	const wanted = Number(asked ?? fallback);
	const size = Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, most) : fallback;
	return cap === null ? size : Math.min(size, cap);
}

/** A path segment decoded, or as it stands when it cannot be. */
export function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/** The object that a JSON text says; an empty one when it says none. */
export function parseObject(json: string): Record<string, unknown> {
	try {
		return record(JSON.parse(json));
	} catch {
		return {};
	}
}
