/**
 * Compiles a pattern in which `*` is any text (none and slashes included) and everything else is itself. Matching takes
 * time linear in the text for each `*`, whatever the pattern: a regular expression of many stars would not.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
	const [prefix = "", ...rest] = pattern.split("*");
	const suffix = rest.pop();
	if (suffix === undefined) return (text) => text === pattern;
	const middle = rest.filter((part) => part !== "");
	const shortest = prefix.length + suffix.length;
	return (text) => {
		if (text.length < shortest || !text.startsWith(prefix) || !text.endsWith(suffix)) return false;
		const end = text.length - suffix.length;
		let from = prefix.length;
		for (const part of middle) {
			const at = text.indexOf(part, from);
			if (at < 0 || at + part.length > end) return false;
			from = at + part.length;
		}
		return true;
	};
}
