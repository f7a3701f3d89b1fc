import type { DraftFields } from "../composer/draft.ts";

type Values = Omit<DraftFields["parameters"], "costCapUsd">;

export interface Preset {
	name: string;
	values: Partial<Values>;
}

export const builtInPresets: readonly (Preset & { hint: string })[] = [
	{ name: "Precise", hint: "the same answer again and again", values: { temperature: 0, topP: 1 } },
	{ name: "Balanced", hint: "as models come", values: { temperature: 0.7, topP: 1 } },
	{ name: "Creative", hint: "surprise, at the price of errors", values: { temperature: 1.2, topP: 1 } },
];

const storageKey = "llm-hub.lab.presets";
const most = 30;

const isPreset = (value: unknown): value is Preset =>
	typeof value === "object" &&
	value !== null &&
	"name" in value &&
	typeof value.name === "string" &&
	"values" in value &&
	typeof value.values === "object" &&
	value.values !== null;

/** The person's own, by name; kept in this browser. JSON has no NaN, so a seed that is none comes back as none. */
export function ownPresets(): Preset[] {
	try {
		const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
		const presets = Array.isArray(stored) ? stored.filter(isPreset) : [];
		return presets.map(({ name, values }) => ({ name, values: { ...values, seed: values.seed ?? Number.NaN } }));
	} catch {
		return [];
	}
}

/** Keeps a preset in the place of one with the same name. @returns false where the browser refuses to keep it */
export function savePreset(name: string, { costCapUsd: _, ...values }: DraftFields["parameters"]): boolean {
	const others = ownPresets().filter((preset) => preset.name !== name);
	return store([...others, { name, values }].sort((a, b) => a.name.localeCompare(b.name)).slice(0, most));
}

export const removePreset = (name: string): boolean => store(ownPresets().filter((preset) => preset.name !== name));

function store(presets: Preset[]): boolean {
	try {
		localStorage.setItem(storageKey, JSON.stringify(presets));
		return true;
	} catch {
		return false;
	}
}
