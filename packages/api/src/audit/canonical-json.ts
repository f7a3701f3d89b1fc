/**
 * A JSON value in its one spelling: RFC 8785, where members stand sorted by their UTF-16 code units and numbers and
 * strings as ECMAScript writes them. A value that went through a `jsonb` column reads the same after it.
 * @param value what `JSON.parse` can return; nothing else has a spelling
 */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${members.map(([name, part]) => `${JSON.stringify(name)}:${canonicalJson(part)}`).join(",")}}`;
}
