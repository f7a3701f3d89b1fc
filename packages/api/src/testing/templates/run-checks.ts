import { Ajv2020 } from "ajv/dist/2020.js";
import { RE2JS } from "re2js";
import { InvalidInputError } from "../../errors.ts";
import type { Check, CheckResult } from "./check-schema.ts";

/** How much of an answer is repeated where it did not pass. */
const mostFound = 200;

/** Holds an answer against checks, in their order. The same answer always passes the same checks. */
export const runChecks = (checks: readonly Check[], answer: string): CheckResult[] =>
	checks.map((check) => {
		const problem = problemOf(check, answer.trim());
		return { label: labelOf(check), passed: problem === null, found: problem };
	});

/** @throws InvalidInputError at the field for an expression or a schema that cannot be used */
export function refuseUnusable(checks: readonly Check[], field = "checks"): void {
	for (const [index, check] of checks.entries()) {
		try {
			if (check.kind === "regex") compileRegex(check);
			if (check.kind === "jsonSchema") compileSchema(check.schema);
		} catch (error) {
			const [key, thing] = check.kind === "regex" ? ["pattern", "expression"] : ["schema", "JSON schema"];
			const why = error instanceof Error ? error.message : String(error);
			throw new InvalidInputError(`${field}.${index}.${key}`, `This ${thing} cannot be used: ${why}`);
		}
	}
}

/** What a check asks for, such as `last line is “Cleo”`. */
function labelOf(check: Check): string {
	switch (check.kind) {
		case "exact":
			return `${check.lastLine ? "last line" : "answer"} is “${clip(check.value)}”`;
		case "contains":
			return `contains “${clip(check.value)}”`;
		case "regex":
			return `matches /${clip(check.pattern)}/${check.ignoreCase ? "i" : ""}`;
		case "jsonSchema":
			return "is JSON of the schema";
		case "numeric":
			return `last number is ${check.value}${check.tolerance > 0 ? ` ± ${check.tolerance}` : ""}`;
	}
}

/** What stands there instead; null where the answer passes. */
function problemOf(check: Check, answer: string): string | null {
	switch (check.kind) {
		case "exact": {
			const said = check.lastLine ? lastLineOf(answer) : answer;
			return fold(said, check) === fold(check.value.trim(), check) ? null : clip(said) || "nothing";
		}
		case "contains":
			return fold(answer, check).includes(fold(check.value, check)) ? null : "not found";
		case "regex":
			return compileRegex(check).matcher(answer).find() ? null : "no match";
		case "jsonSchema":
			return jsonProblem(check.schema, answer);
		case "numeric": {
			const said = lastNumberOf(answer);
			if (said === null) return "no number";
			// Decimal fractions are not exact in binary: 0.3 is within 0.1 of 0.2.
			const isNear = Math.abs(said - check.value) <= check.tolerance + Number.EPSILON * Math.abs(check.value) * 4;
			return isNear ? null : String(said);
		}
	}
}

const fold = (text: string, { ignoreCase }: { ignoreCase: boolean }) => (ignoreCase ? text.toLowerCase() : text);

/** Without the marks that models put around a final answer: `**Cleo**.` is `Cleo`. */
function lastLineOf(answer: string): string {
	const line = answer.slice(answer.lastIndexOf("\n") + 1).trim();
	let [start, end] = [0, line.length];
	while (start < end && '*_`"“'.includes(line.charAt(start))) start++;
	// An expression that ends in `$` takes the square of the length of such a run within the line.
	while (end > start && '*_`"”.'.includes(line.charAt(end - 1))) end--;
	return line.slice(start, end);
}

function lastNumberOf(answer: string): number | null {
	const [last] = answer.match(/[-+−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?/g)?.slice(-1) ?? [];
	if (last === undefined) return null;
	// Commas between groups of three are for readers.
	const value = Number(
		last
			.replace("−", "-")
			.replace(/,(?=\d{3}(?!\d))/g, "")
			.replace(/,$/, ""),
	);
	return Number.isFinite(value) ? value : null;
}

const compileRegex = ({ pattern, ignoreCase }: { pattern: string; ignoreCase: boolean }): RE2JS =>
	RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);

/** A schema's patterns are RE2 as well. Ajv tells one from the other by their text. */
const linearRegex = Object.assign(
	(pattern: string) => {
		const regex = RE2JS.compile(pattern);
		return { test: (text: string) => regex.matcher(text).find(), toString: () => pattern };
	},
	{ code: "" },
);

const compileSchema = (schema: Record<string, unknown>) =>
	new Ajv2020({ strict: false, validateFormats: false, logger: false, code: { regExp: linearRegex } }).compile(schema);

function jsonProblem(schema: Record<string, unknown>, answer: string): string | null {
	const [block, ...others] = [...answer.matchAll(/^```\w*\n([\s\S]*?)\n```/gm)];
	const text = block?.[1] !== undefined && others.length === 0 ? block[1] : answer;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return "not JSON";
	}
	const validate = compileSchema(schema);
	if (validate(value)) return null;
	const [error] = validate.errors ?? [];
	return clip(`${error?.instancePath || "the value"} ${error?.message ?? "does not fit"}`);
}

const clip = (text: string): string => (text.length > mostFound ? `${text.slice(0, mostFound)}…` : text);
