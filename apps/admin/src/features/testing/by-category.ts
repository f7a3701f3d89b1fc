/** In groups, each where its first stands. */
export function byCategory<Entry extends { category: string }>(
	entries: readonly Entry[],
): [category: string, entries: Entry[]][] {
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) groups.set(entry.category, [...(groups.get(entry.category) ?? []), entry]);
	return [...groups];
}
