/** A name between double braces. */
export const variablePattern = /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/g;

/** The names between double braces, in the order in which they first stand in the texts. */
export const variablesIn = (texts: readonly string[]): string[] => [
	...new Set(texts.flatMap((text) => Array.from(text.matchAll(variablePattern), ([, name = ""]) => name))),
];

/**
 * Puts values in the place of names. What a value itself holds is text and not looked at again, so that `{{name}}` given
 * as the value sends the name as written. A name without a value stays.
 */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
	text.replaceAll(variablePattern, (whole, name: string) =>
		Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
	);
