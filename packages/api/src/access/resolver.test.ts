import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGlob } from "./glob.ts";
import { compileRules, type Grant, resolveAccess } from "./resolver.ts";
import type { Rule } from "./schema.ts";

const ruleOf = (modelPattern: string, allowed: boolean, more: Partial<Rule> = {}): Rule => ({
	tierCode: "t",
	modelPattern,
	allowed,
	maxRequestsPerDay: null,
	maxContextLength: null,
	priority: 0,
	...more,
});
const decide = (rules: Rule[], modelId: string, grants: Grant[] = []) =>
	resolveAccess(compileRules(rules), grants, { tierCode: "t", modelId });

// Few letters, so that patterns meet texts; a dot and a bracket, because they would mean something to a RegExp.
const letter = fc.constantFrom("a", "b", "/", ":", ".", "[");
const text = fc.string({ unit: letter, maxLength: 8 });
const pattern = fc.string({ unit: fc.oneof(letter, fc.constant("*")), minLength: 1, maxLength: 6 });
const asRegExp = (glob: string) =>
	new RegExp(
		`^${glob
			.split("*")
			.map((part) => part.replaceAll(/[.[\]/]/g, "\\$&"))
			.join("[\\s\\S]*")}$`,
	);

describe("a glob", () => {
	it("is any text for a star and itself elsewhere", () => {
		fc.assert(
			fc.property(pattern, text, (glob, value) => {
				expect(compileGlob(glob)(value)).toBe(asRegExp(glob).test(value));
			}),
			{ numRuns: 3_000 },
		);
	});

	it("with a hundred stars is quick on a text that almost matches", () => {
		expect(compileGlob(`${"*a".repeat(100)}*b`)("a".repeat(20_000))).toBe(false);
	});
});

const anyRule: fc.Arbitrary<Rule> = fc.record({
	tierCode: fc.constantFrom("t", "u"),
	modelPattern: pattern,
	allowed: fc.boolean(),
	maxRequestsPerDay: fc.option(fc.nat(5)),
	maxContextLength: fc.option(fc.nat(5)),
	priority: fc.integer({ min: -1, max: 1 }),
});
const rulesOf = fc.uniqueArray(anyRule, {
	maxLength: 12,
	selector: (rule) => `${rule.tierCode} ${rule.modelPattern}`,
});
const grantsOf = fc.uniqueArray(
	fc.record({
		id: fc.string({ unit: letter, minLength: 1, maxLength: 3 }),
		modelPattern: pattern,
		maxRequests: fc.constant(null),
		expiresAt: fc.constantFrom(new Date(1), new Date(2)),
	}),
	{ maxLength: 4, selector: (grant) => grant.id },
);

/** The rules in words: of the tier's rules that match, no other one beats the winner. */
function winnerOf(rules: Rule[], tierCode: string, modelId: string): Rule | undefined {
	const matching = rules.filter((rule) => rule.tierCode === tierCode && asRegExp(rule.modelPattern).test(modelId));
	const beats = (a: Rule, b: Rule) => {
		if (a.priority !== b.priority) return a.priority > b.priority;
		if (a.modelPattern.length !== b.modelPattern.length) return a.modelPattern.length > b.modelPattern.length;
		if (a.allowed !== b.allowed) return !a.allowed;
		return a.modelPattern < b.modelPattern;
	};
	return matching.find((rule) => matching.every((other) => other === rule || beats(rule, other)));
}

describe("access", () => {
	it("is what the winning rule says, or a grant where that denies, and denied where nothing speaks", () => {
		fc.assert(
			fc.property(rulesOf, grantsOf, text, fc.option(fc.nat(6)), (rules, grants, modelId, tokens) => {
				const contextLength = tokens ?? undefined;
				const compiled = compileRules(rules);
				const question = { tierCode: "t", modelId, contextLength };
				const verdict = resolveAccess(compiled, grants, question);
				const winner = winnerOf(rules, "t", modelId);
				const byRule =
					winner?.allowed === true && (winner.maxContextLength === null || (tokens ?? 0) <= winner.maxContextLength);
				const opened = grants.some((grant) => asRegExp(grant.modelPattern).test(modelId));
				expect(verdict.allowed).toBe(byRule || opened);
				expect(verdict.rule).toEqual(winner ?? null);
				expect(verdict.grant !== null).toBe(!byRule && opened);
				expect(verdict.maxRequestsPerDay).toBe(byRule ? winner.maxRequestsPerDay : null);
				// The same again from memory, and whatever the order the rules are written in.
				expect(resolveAccess(compiled, grants, question)).toEqual(verdict);
				expect(resolveAccess(compileRules(rules.toReversed()), grants.toReversed(), question)).toEqual(verdict);
			}),
			{ numRuns: 2_000 },
		);
	});

	it.each([
		[
			"the higher priority wins over the longer pattern",
			[ruleOf("*", false, { priority: 1 }), ruleOf("a/b", true)],
			false,
		],
		["the longer pattern wins in one priority", [ruleOf("a/*", false), ruleOf("a/b*", true)], true],
		["a denial wins a tie", [ruleOf("a/*", true), ruleOf("*/b", false)], false],
		["another tier's rules say nothing", [ruleOf("*", true, { tierCode: "other" })], false],
		["nothing at all denies", [], false],
	])("%s", (_, rules, allowed) => {
		expect(decide(rules, "a/b").allowed).toBe(allowed);
	});

	it("judges the context where it is known, and shows the cap where it is not", () => {
		const rules = compileRules([ruleOf("*", true, { maxContextLength: 1_000 })]);
		const ask = (contextLength?: number) => resolveAccess(rules, [], { tierCode: "t", modelId: "a/b", contextLength });
		expect(ask()).toMatchObject({ allowed: true, maxContextLength: 1_000 });
		expect(ask(1_000)).toMatchObject({ allowed: true });
		expect(ask(1_001)).toMatchObject({ allowed: false, reason: "context_length", maxContextLength: 1_000 });
	});

	it("takes of several grants the narrowest, then the one that lasts longest", () => {
		const grant = (id: string, modelPattern: string, day: number) => ({
			id,
			modelPattern,
			maxRequests: null,
			expiresAt: new Date(day),
		});
		const grants = [grant("wide", "a/*", 9), grant("soon", "a/b*", 1), grant("late", "a/b*", 2)];
		expect(decide([ruleOf("*", false)], "a/b", grants)).toMatchObject({ reason: "grant", grant: { id: "late" } });
		expect(decide([ruleOf("*", true)], "a/b", grants)).toMatchObject({ reason: "rule", grant: null });
	});
});
