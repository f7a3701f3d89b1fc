import { fillIn, variablePattern } from "@llm-hub/api/schemas";

/**
 * The values with which `fillIn` makes `filled` of the texts; null where none were found. Where several would do, each
 * value ends where what follows it comes first.
 */
export function valuesIn(texts: readonly string[], filled: readonly string[]): Record<string, string> | null {
	if (texts.length !== filled.length) return null;
	const values = new Map<string, string>();
	for (const [index, text] of texts.entries()) {
		// Every second part is a name.
		const parts = text.split(variablePattern);
		const whole = filled[index] ?? "";
		let at = parts[0]?.length ?? 0;
		for (let place = 1; place < parts.length; place += 2) {
			const [name = "", after = ""] = parts.slice(place, place + 2);
			const isLast = place + 2 >= parts.length;
			const end = isLast ? whole.length - after.length : whole.indexOf(after, at + 1);
			const value = values.get(name) ?? whole.slice(at, end);
			values.set(name, value);
			at += value.length + after.length;
		}
	}
	const found = Object.fromEntries(values);
	return texts.every((text, index) => fillIn(text, found) === filled[index]) ? found : null;
}
