const pattern = /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/g;

/** The names between double braces, in the order in which they first stand in the texts. */
export const variablesIn = (texts: readonly string[]): string[] => [
	...new Set(texts.flatMap((text) => Array.from(text.matchAll(pattern), ([, name = ""]) => name))),
];

/**
 * Puts values in the place of names. What a value itself holds is text and not looked at again, so that `{{name}}` given
 * as the value sends the name as written. A name without a value stays.
 */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
	text.replaceAll(pattern, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? whole) : whole));

/**
 * The values with which `fillIn` makes `filled` of the texts; null where none were found. Where there are several, each
 * value ends where what follows it comes first.
 */
export function valuesIn(texts: readonly string[], filled: readonly string[]): Record<string, string> | null {
	if (texts.length !== filled.length) return null;
	const values = new Map<string, string>();
	for (const [index, text] of texts.entries()) {
		// Every second part is a name.
		const parts = text.split(pattern);
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
