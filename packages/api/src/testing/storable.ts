/**
 * PostgreSQL stores no NUL and no half of a surrogate pair, in text or in JSON. Both become U+FFFD, one for one, so that
 * offsets into a text stay what they were.
 */
export const storableText = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed();

/** The same for every string within a JSON value; one with nothing to mend comes back as it is. */
export const storableJson = <T>(value: T): T => (isStorable(value) ? value : mended(value));

function isStorable(value: unknown): boolean {
	if (typeof value === "string") return value.isWellFormed() && !value.includes("\u0000");
	if (Array.isArray(value)) return value.every(isStorable);
	if (typeof value !== "object" || value === null) return true;
	for (const key in value) if (!isStorable(key) || !isStorable((value as Record<string, unknown>)[key])) return false;
	return true;
}

function mended<T>(value: T): T {
	if (typeof value === "string") return storableText(value) as T;
	if (Array.isArray(value)) return value.map(mended) as T;
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [storableText(key), mended(part)])) as T;
}
