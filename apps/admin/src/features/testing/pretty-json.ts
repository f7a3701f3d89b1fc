/** The answer in lines, when all of it is one JSON object or list; else null. */
export function prettyJson(text: string): string | null {
	const bare = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text;
	if (!/^\s*[{[]/.test(bare)) return null;
	try {
		return JSON.stringify(JSON.parse(bare), null, 2);
	} catch {
		return null;
	}
}
