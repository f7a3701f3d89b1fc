import { expect, it } from "vitest";
import { diffFields } from "./diff-fields.ts";

const names: Record<string, string> = { trial: "Trial", team: "Trial" };
const told = (before: unknown, after: unknown) =>
	diffFields(before, after, (code) => names[code] ?? code).map(({ path, state, before: was, after: is }) => [
		path.join(" › "),
		state,
		was,
		is,
	]);

it("puts what differs first", () => {
	expect(told({ a: 1, b: 2, c: 3 }, { a: 1, b: 5, d: 4 })).toEqual([
		["b", "changed", 2, 5],
		["d", "added", undefined, 4],
		["c", "removed", 3, undefined],
		["a", "same", 1, 1],
	]);
});

it("shows all of what is new or gone, and nothing of what tells nothing", () => {
	expect(told(null, { role: "user", limit: null })).toEqual([
		["role", "added", undefined, "user"],
		["limit", "added", undefined, null],
	]);
	expect(told({ role: "user" }, null)).toEqual([["role", "removed", "user", undefined]]);
	expect(told(null, null)).toEqual([]);
	expect(told({}, {})).toEqual([]);
});

it("tells things in a list apart by what names them, wherever they stand", () => {
	const rule = (pattern: string, allowed: boolean) => ({ tierCode: "trial", modelPattern: pattern, allowed });
	const before = { rules: [rule("openai/*", false), rule("groq/*", true)] };
	const after = { rules: [rule("groq/*", true), rule("openai/*", true)] };
	expect(told(before, after).filter(([, state]) => state !== "same")).toEqual([
		["rules › Trial openai/* › allowed", "changed", false, true],
	]);
	expect(told({ models: ["a", "b"] }, { models: ["a"] })).toEqual([["models", "changed", ["a", "b"], ["a"]]]);
});

it("calls tiers by their names, the code of one that is gone, and never mixes up two of one name", () => {
	const tiers = (runs: number) => [
		{ code: "trial", runs: 1 },
		{ code: "team", runs },
		{ code: "gone", runs },
	];
	const changed = told({ tiers: tiers(5) }, { tiers: tiers(7) }).filter(([, state]) => state !== "same");
	expect(changed).toEqual([
		["tiers › Trial › runs", "changed", 5, 7],
		["tiers › gone › runs", "changed", 5, 7],
	]);
});

it("numbers things that have no name of their own", () => {
	expect(told(null, { tiers: [{ above: 1 }, { above: 2 }] }).map(([path]) => path)).toEqual([
		"tiers › 1 › above",
		"tiers › 2 › above",
	]);
});
