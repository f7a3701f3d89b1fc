/** JSON as it stands in code: written by `JSON.stringify`, so that `undefined` is left out. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** A value as a JavaScript literal over several lines, its inner lines indented by `indent`. */
export function jsLiteral(value: unknown, indent = ""): string {
	return written(plain(value), indent, {
		tab: "  ",
		word: (word) => String(word),
		// A bare or quoted `__proto__` would set the prototype.
		key: (key) => {
			if (key === "__proto__") return '["__proto__"]';
			return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
		},
	});
}

const pythonWords = { true: "True", false: "False", null: "None" };

/** A value as a Python literal; JSON's escapes are Python's. */
export function pythonLiteral(value: unknown, indent = ""): string {
	return written(plain(value), indent, {
		tab: "    ",
		word: (word) => pythonWords[`${word}`],
		key: (key) => JSON.stringify(key),
	});
}

interface Words {
	tab: string;
	word: (word: boolean | null) => string;
	key: (key: string) => string;
}

function written(value: Json, indent: string, words: Words): string {
	if (typeof value === "string" || typeof value === "number") return JSON.stringify(value);
	if (typeof value === "boolean" || value === null) return words.word(value);
	const inner = indent + words.tab;
	const [open, close, parts] = Array.isArray(value)
		? ["[", "]", value.map((part) => written(part, inner, words))]
		: ["{", "}", Object.entries(value).map(([key, part]) => `${words.key(key)}: ${written(part, inner, words)}`)];
	if (parts.length === 0) return open + close;
	return `${open}\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent}${close}`;
}
