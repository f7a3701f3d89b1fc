/** How a field differs; `same` stands in both as it is. */
export type FieldState = "changed" | "added" | "removed" | "same";

export interface FieldChange {
	/** Where the field is, from the outside in: `["rules", "trial openai/*", "allowed"]`. */
	path: string[];
	state: FieldState;
	before?: unknown;
	after?: unknown;
}

const order: Record<FieldState, number> = { changed: 0, added: 1, removed: 2, same: 3 };

/** The fields of two JSON values side by side, what differs first. Things in lists are told apart by what names them. */
export function diffFields(before: unknown, after: unknown): FieldChange[] {
	const [was, is] = [flatten(before), flatten(after)];
	const keys = [...new Set([...was.keys(), ...is.keys()])];
	return keys
		.map((key): FieldChange => {
			const [old, now] = [was.get(key), is.get(key)];
			if (!old) return { path: now?.path ?? [], state: "added", after: now?.value };
			if (!now) return { path: old.path, state: "removed", before: old.value };
			const state = JSON.stringify(old.value) === JSON.stringify(now.value) ? "same" : "changed";
			return { path: old.path, state, before: old.value, after: now.value };
		})
		.toSorted((a, b) => order[a.state] - order[b.state]);
}

type Leaves = Map<string, { path: string[]; value: unknown }>;

function flatten(value: unknown, path: string[] = [], leaves: Leaves = new Map()): Leaves {
	const parts = partsOf(value);
	if (parts) for (const [name, part] of parts) flatten(part, [...path, name], leaves);
	else if (path.length > 0) leaves.set(JSON.stringify(path), { path, value });
	return leaves;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** What a value is made of; null for one that is shown as it is: a plain value, a list of them, an empty one. */
function partsOf(value: unknown): [string, unknown][] | null {
	if (Array.isArray(value)) {
		if (value.length === 0 || !value.every(isRecord)) return null;
		const names = value.map(nameOf);
		const isNamed = new Set(names).size === names.length && !names.includes("");
		return value.map((part, index) => [isNamed ? (names[index] ?? "") : String(index + 1), part]);
	}
	return isRecord(value) && Object.keys(value).length > 0 ? Object.entries(value) : null;
}

/** What tells a thing from its neighbours in a list: its id, code or name, else all its words. */
function nameOf(thing: Record<string, unknown>): string {
	const own = thing.id ?? thing.code ?? thing.name;
	if (typeof own === "string" || typeof own === "number") return String(own);
	return Object.values(thing)
		.filter((part) => typeof part === "string")
		.join(" ");
}
