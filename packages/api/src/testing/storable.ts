/**
 * PostgreSQL stores no NUL and no half of a surrogate pair, in text or in JSON. Both become U+FFFD, one for one, so that
 * offsets into a text stay what they were.
 */
export const storableText = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed();

/** The same for every string within a JSON value. */
export function storableJson<T>(value: T): T {
	if (typeof value === "string") return storableText(value) as T;
	if (Array.isArray(value)) return value.map(storableJson) as T;
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [storableText(key), storableJson(part)])) as T;
}
