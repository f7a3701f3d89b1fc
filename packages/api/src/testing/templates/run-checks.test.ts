import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builtInTemplates } from "./built-in.ts";
import { type Check, checkSchema } from "./check-schema.ts";
import { refuseUnusable, runChecks } from "./run-checks.ts";

const check = (input: unknown): Check => checkSchema.parse(input);
const verdict = (input: unknown, answer: string) => runChecks([check(input)], answer)[0]!;

const person = { type: "object", properties: { name: { type: "string", pattern: "^[A-Z]" } }, required: ["name"] };

describe("a check of an answer", () => {
	it.each([
		[{ kind: "exact", value: "Paris" }, " Paris\n", true],
		[{ kind: "exact", value: "Paris" }, "paris", false],
		[{ kind: "exact", value: "Paris", ignoreCase: true }, "paris", true],
		[{ kind: "exact", value: "Cleo", lastLine: true }, "Ada is allergic.\n\n**Cleo**.", true],
		[{ kind: "exact", value: "Cleo", lastLine: true }, "Cleo\nor Ben", false],
		[{ kind: "exact", value: "Cleo", lastLine: true }, "It is\n“_Cleo_”.", true],
		[{ kind: "contains", value: "blue" }, "a blue whale", true],
		[{ kind: "contains", value: "Blue" }, "a blue whale", false],
		[{ kind: "regex", pattern: "\\d{4}-\\d\\d" }, "in 2026-11.", true],
		[{ kind: "regex", pattern: "^no$" }, "yes", false],
		[{ kind: "numeric", value: 3 }, "6 - 4 = 2, so\n**3**", true],
		[{ kind: "numeric", value: 3 }, "after 3 hours, or 4", false],
		[{ kind: "numeric", value: 0.2, tolerance: 0.1 }, "0.3", true],
		[{ kind: "numeric", value: 1_234_567.5 }, "1,234,567.50 euros", true],
		[{ kind: "numeric", value: -7 }, "It is −7.", true],
		[{ kind: "numeric", value: 3 }, "three", false],
		[{ kind: "jsonSchema", schema: person }, '{"name":"Ada"}', true],
		[{ kind: "jsonSchema", schema: person }, 'Here:\n```json\n{"name":"Ada"}\n```', true],
		[{ kind: "jsonSchema", schema: person }, '{"name":"ada"}', false],
		[{ kind: "jsonSchema", schema: person }, "Ada", false],
	])("%o of %j: %s", (input, answer, passed) => {
		expect(verdict(input, answer)).toMatchObject({ passed });
	});

	it("comes to an end of a last line that is nearly nothing but marks", () => {
		const answer = `${".".repeat(1_000_000)}a`;
		expect(verdict({ kind: "exact", value: "a", lastLine: true }, answer).passed).toBe(false);
	});

	it("says what stood there instead", () => {
		expect(verdict({ kind: "exact", value: "Cleo", lastLine: true }, "It is\nBen")).toEqual({
			label: "last line is “Cleo”",
			passed: false,
			found: "Ben",
		});
		expect(verdict({ kind: "jsonSchema", schema: person }, "{}").found).toContain("required property 'name'");
	});

	it("takes no longer for an expression that stalls others", () => {
		const stalls = `${"a".repeat(50_000)}!`;
		expect(verdict({ kind: "regex", pattern: "^(a+)+$" }, stalls).passed).toBe(false);
		const schema = { type: "string", pattern: "^(a+)+$" };
		expect(verdict({ kind: "jsonSchema", schema }, JSON.stringify(stalls)).passed).toBe(false);
	});

	it("finds any whole number that stands last", () => {
		fc.assert(
			fc.property(fc.integer(), fc.lorem(), (number, words) => {
				expect(verdict({ kind: "numeric", value: number }, `${words} 17 ${number}`).passed).toBe(true);
			}),
		);
	});

	it("refuses an expression or a schema that cannot be used, at its field", () => {
		expect(() => refuseUnusable([check({ kind: "regex", pattern: "(a" })])).toThrow(
			/cannot be used: .*missing closing/,
		);
		expect(() => refuseUnusable([check({ kind: "jsonSchema", schema: { $ref: "#/$defs/gone" } })])).toThrow(/schema/);
		expect(checkSchema.safeParse({ kind: "numeric", value: 1, tolerance: -1 }).success).toBe(false);
	});
});

it("ships the puzzle and the maths problem with checks that their answers pass", () => {
	const checked = builtInTemplates.filter(({ checks }) => checks.length > 0);
	expect(checked.map(({ id }) => id)).toEqual(["logic-puzzle", "math-problem"]);
	for (const { checks, expectedAnswer } of checked) {
		expect(runChecks(checks, `Some steps.\n${expectedAnswer}`).every(({ passed }) => passed)).toBe(true);
		expect(runChecks(checks, "I cannot tell.").some(({ passed }) => passed)).toBe(false);
	}
});
