import { asRecord, asText, type JsonRecord } from "../json.ts";

/** The steps of a JSON path such as `$.guests[0].name`; null for one that is not made of names and indexes. */
const stepsOf = (path: string): (string | number)[] | null => {
	if (!/^\$(?:\.[^.[\]]+|\[\d+\])+$/.test(path)) return null;
	return [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
};

const writtenValue = (part: JsonRecord): unknown => {
	if ("stringValue" in part) return part.stringValue;
	if ("numberValue" in part) return part.numberValue;
	if ("boolValue" in part) return part.boolValue;
	return null;
};

const own = (holder: JsonRecord | unknown[], step: string | number): unknown =>
	Object.hasOwn(holder, step) ? (holder as JsonRecord)[step] : undefined;

const put = (holder: JsonRecord | unknown[], step: string | number, value: unknown): void => {
	// Defined, not assigned: a path may be named `__proto__`.
	Object.defineProperty(holder, step, { value, writable: true, enumerable: true, configurable: true });
};

/** An index beyond this is not a list that a model writes. */
const longestList = 10_000;

/**
 * Adds one of Google's partial arguments (`{ jsonPath, stringValue | numberValue | boolValue | nullValue }`) to the
 * arguments so far. Strings come in pieces and grow; anything else is set.
 */
export function growArguments(args: JsonRecord, value: unknown): void {
	const part = asRecord(value);
	const steps = part && stepsOf(asText(part.jsonPath) ?? "");
	if (!part || !steps) return;
	let holder: JsonRecord | unknown[] = args;
	for (const [at, step] of steps.entries()) {
		// A path that takes a list for an object, or the reverse, contradicts what came before.
		if (Array.isArray(holder) !== (typeof step === "number") || Number(step) > longestList) return;
		const known = own(holder, step);
		if (at === steps.length - 1) {
			const next = writtenValue(part);
			put(holder, step, typeof known === "string" && typeof next === "string" ? known + next : next);
			return;
		}
		if (typeof known !== "object" || known === null) {
			put(holder, step, typeof steps[at + 1] === "number" ? [] : {});
		}
		holder = own(holder, step) as JsonRecord | unknown[];
	}
}
