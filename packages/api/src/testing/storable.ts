import { storableText } from "@llm-hub/providers";

export { storableText };

/** Neither JSON.stringify nor PostgreSQL writes what is nested without bound. */
const deepest = 500;

/**
 * {@link storableText} for every string within a JSON value, and null for what lies too deep in it; one with nothing to mend comes back
 * as it is.
 */
export const storableJson = <T>(value: T): T => (isStorable(value, deepest) ? value : mended(value, deepest));

function isStorable(value: unknown, levels: number): boolean {
	if (typeof value === "string") return value.isWellFormed() && !value.includes("\u0000");
	if (typeof value !== "object" || value === null) return true;
	if (levels === 0) return false;
	if (Array.isArray(value)) return value.every((part) => isStorable(part, levels - 1));
	for (const key in value) {
		const part = (value as Record<string, unknown>)[key];
		if (!isStorable(key, levels) || !isStorable(part, levels - 1)) return false;
	}
	return true;
}

function mended<T>(value: T, levels: number): T {
	if (typeof value === "string") return storableText(value) as T;
	if (typeof value !== "object" || value === null) return value;
	if (levels === 0) return null as T;
	if (Array.isArray(value)) return value.map((part) => mended(part, levels - 1)) as T;
	const parts = Object.entries(value).map(([key, part]) => [storableText(key), mended(part, levels - 1)]);
	return Object.fromEntries(parts) as T;
}
