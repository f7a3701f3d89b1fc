/** How a field differs; `same` stands in both as it is. */
export type FieldState = "changed" | "added" | "removed" | "same";

export interface FieldChange {
	/** Tells it from all others. */
	key: string;
	/** Where the field is, from the outside in: `["rules", "Trial openai/*", "allowed"]`. */
	path: string[];
	state: FieldState;
	before?: unknown;
	after?: unknown;
}

const order: Record<FieldState, number> = { changed: 0, added: 1, removed: 2, same: 3 };

type TierName = (code: string) => string;

/**
 * The fields of two JSON values side by side, what differs first. Things in lists are told apart by what names them, where
 * tiers are called as `tierName` says.
 */
export function diffFields(before: unknown, after: unknown, tierName: TierName): FieldChange[] {
	const [was, is] = [flatten(before, tierName), flatten(after, tierName)];
	const keys = [...new Set([...was.keys(), ...is.keys()])];
	return keys
		.map((key): FieldChange => {
			const [old, now] = [was.get(key), is.get(key)];
			if (!old) return { path: now?.path ?? [], key, state: "added", after: now?.value };
			if (!now) return { path: old.path, key, state: "removed", before: old.value };
			const state = JSON.stringify(old.value) === JSON.stringify(now.value) ? "same" : "changed";
			return { path: old.path, key, state, before: old.value, after: now.value };
		})
		.toSorted((a, b) => order[a.state] - order[b.state]);
}

type Leaves = Map<string, { path: string[]; value: unknown }>;

/** By the places of codes: two tiers may be called the same. */
function flatten(value: unknown, tierName: TierName): Leaves {
	const leaves: Leaves = new Map();
	const visit = (node: unknown, place: string[], path: string[]): void => {
		const parts = partsOf(node, tierName);
		if (parts) for (const { key, name, part } of parts) visit(part, [...place, key], [...path, name]);
		else if (path.length > 0) leaves.set(JSON.stringify(place), { path, value: node });
	};
	visit(value, [], []);
	return leaves;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** What a value is made of; null for one that is shown as it is: a plain value, a list of them, an empty one. */
function partsOf(value: unknown, tierName: TierName): { key: string; name: string; part: unknown }[] | null {
	if (Array.isArray(value)) {
		if (value.length === 0 || !value.every(isRecord)) return null;
		const keys = value.map((thing) => nameOf(thing, (code) => code));
		const isNamed = new Set(keys).size === keys.length && !keys.includes("");
		return value.map((part, index) => {
			const key = isNamed ? (keys[index] ?? "") : String(index + 1);
			return { key, name: isNamed ? nameOf(part, tierName) : key, part };
		});
	}
	if (!isRecord(value) || Object.keys(value).length === 0) return null;
	return Object.entries(value).map(([key, part]) => ({ key, name: key, part }));
}

/** What tells a thing from its neighbours in a list: its id, code or name, else all its words. */
function nameOf({ tierCode, ...thing }: Record<string, unknown>, tierName: TierName): string {
	const own = thing.id ?? thing.code ?? thing.name;
	if (typeof own === "string" || typeof own === "number")
		return own === thing.code ? tierName(String(own)) : String(own);
	const tier = typeof tierCode === "string" ? tierName(tierCode) : null;
	return [tier, ...Object.values(thing)].filter((part) => typeof part === "string").join(" ");
}
