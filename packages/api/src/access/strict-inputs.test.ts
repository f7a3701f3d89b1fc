import { expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "../root.ts";

interface Definition {
	_def: { inputs: z.ZodType[] };
}
const procedures = appRouter._def.procedures as unknown as Record<string, Definition>;
const withInput = Object.entries(procedures).filter(([, { _def }]) => _def.inputs.length > 0);

type Node = { [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** Every object that an input may hold at any depth, by its path in the schema. */
function objectsOf(node: unknown, path = "$"): { path: string; object: Node }[] {
	if (!isNode(node)) return [];
	const here = isNode(node.properties) ? [{ path, object: node }] : [];
	return [...here, ...Object.entries(node).flatMap(([key, value]) => objectsOf(value, `${path}.${key}`))];
}
const schemaOf = ([input]: z.ZodType[]) => z.toJSONSchema(input!, { io: "input", unrepresentable: "any" });

/** What attackers add, at every level: where a name is a field of the object itself, it is left to that field. */
const intruders = ["role", "userId", "isAdmin", "base_url", "baseUrl", "api_base", "tierCode", "headers"];

it.each(withInput.map(([path]) => path))("%s refuses every unknown field, however deep it stands", (path) => {
	const objects = objectsOf(schemaOf(procedures[path]!._def.inputs));
	expect(objects.length).toBeGreaterThan(0);
	const open = objects.filter(({ object }) => object.additionalProperties !== false);
	expect(open.map((at) => at.path)).toEqual([]);
});

/** An input that its schema takes, as far as shape goes: the smallest of each kind. */
function sample(schema: unknown): unknown {
	const node = isNode(schema) ? schema : {};
	const { anyOf, oneOf, enum: choices, type, properties, required = [], items, minItems, minLength, minimum } = node;
	if ("const" in node) return node.const;
	if (Array.isArray(choices)) return choices[0];
	for (const options of [anyOf, oneOf]) if (Array.isArray(options)) return sample(options[0]);
	if (isNode(properties))
		return Object.fromEntries((required as string[]).map((key) => [key, sample(properties[key])]));
	if (type === "array") return Array.from({ length: Number(minItems ?? 0) }, () => sample(items));
	if (type === "string") return "x".repeat(Math.max(1, Number(minLength ?? 1)));
	if (type === "boolean") return true;
	return type === "number" || type === "integer" ? Math.max(1, Number(minimum ?? 1)) : null;
}

it.each(withInput.map(([path]) => path))("%s names each intruder in a full input as what is wrong", (path) => {
	const { inputs } = procedures[path]!._def;
	const whole = sample(schemaOf(inputs));
	const known = objectsOf(schemaOf(inputs)).flatMap(({ object }) => Object.keys(object.properties as Node));
	for (const name of intruders.filter((intruder) => !known.includes(intruder))) {
		const issues = inputs[0]!.safeParse({ ...(whole as Node), [name]: "admin" }).error?.issues ?? [];
		const named = JSON.stringify(issues);
		expect(named).toContain("unrecognized_keys");
		expect(named).toContain(`"${name}"`);
	}
});
