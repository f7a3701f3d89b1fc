import { z } from "zod";

const longestSchema = 100_000;
const deepest = 40;
const types = ["object", "array", "string", "number", "integer", "boolean", "null"] as const;

/** Depth without recursion: what is nested without end must not end the process. */
function isShallow(value: unknown): boolean {
	let layer: unknown[] = [value];
	for (let depth = 0; layer.length > 0; depth++) {
		if (depth > deepest) return false;
		layer = layer.flatMap((part) => (typeof part === "object" && part !== null ? Object.values(part) : []));
	}
	return true;
}

function isPattern(pattern: string): boolean {
	try {
		new RegExp(pattern, "u");
		return true;
	} catch {
		return false;
	}
}

const count = z.number().int().min(0, "Must be a whole number from 0.");
const names = z.array(z.string(), "Must be a list of names.");
const type = z.enum(types, `Must be one of ${types.join(", ")}.`);

type Report = z.RefinementCtx;

/** What is wrong within is said at its own place, which a union of shapes would hide. */
function checkSchema(value: unknown, context: Report, path: PropertyKey[] = []): void {
	if (typeof value === "boolean") return;
	const { error } = keywords.safeParse(value);
	for (const issue of error?.issues ?? []) {
		context.addIssue({ code: "custom", path: [...path, ...issue.path], message: issue.message });
	}
}

/** A schema within a schema. */
const anySchema = z.unknown().superRefine((value, context) => checkSchema(value, context));
const oneOrMore = z.unknown().superRefine((value, context) => {
	if (Array.isArray(value)) value.forEach((part, index) => void checkSchema(part, context, [index]));
	else checkSchema(value, context);
});
const schemas = z.record(z.string(), anySchema, "Must be an object of schemas by name.");
const list = z.array(anySchema, "Must be a list of schemas.").min(1, "Must hold at least one schema.");
/** The keywords of drafts 7 to 2020-12 that say something about a value. */
const keywords: z.ZodType = z.looseObject(
	{
		type: z.union([type, z.array(type).min(1)], `Must be one of ${types.join(", ")}, or a list of them.`).optional(),
		properties: schemas.optional(),
		patternProperties: schemas.optional(),
		additionalProperties: anySchema.optional(),
		propertyNames: anySchema.optional(),
		required: names.optional(),
		items: oneOrMore.optional(),
		prefixItems: list.optional(),
		contains: anySchema.optional(),
		enum: z.array(z.unknown(), "Must be a list of values.").min(1, "Must hold at least one value.").optional(),
		anyOf: list.optional(),
		oneOf: list.optional(),
		allOf: list.optional(),
		not: anySchema.optional(),
		definitions: schemas.optional(),
		$defs: schemas.optional(),
		$ref: z.string().startsWith("#", "Must point into this schema: nothing is fetched.").optional(),
		pattern: z.string().refine(isPattern, "Must be a regular expression.").optional(),
		minimum: z.number("Must be a number.").optional(),
		maximum: z.number("Must be a number.").optional(),
		exclusiveMinimum: z.number("Must be a number.").optional(),
		exclusiveMaximum: z.number("Must be a number.").optional(),
		multipleOf: z.number("Must be a number.").positive("Must be above 0.").optional(),
		minLength: count.optional(),
		maxLength: count.optional(),
		minItems: count.optional(),
		maxItems: count.optional(),
		uniqueItems: z.boolean("Must be true or false.").optional(),
		minProperties: count.optional(),
		maxProperties: count.optional(),
		title: z.string().optional(),
		description: z.string("Must be a text.").optional(),
	},
	"Must be a schema: an object.",
);

const object = z
	.record(z.string(), z.unknown(), "Must be a schema: an object.")
	.refine(isShallow, { message: `Nested more than ${deepest} deep.`, abort: true })
	.refine((schema) => JSON.stringify(schema).length <= longestSchema, {
		message: "A schema may have at most 100,000 characters.",
		abort: true,
	});

/** A JSON Schema that is one, by its keywords and their values; what is wrong is said at its place. */
export const jsonSchema = object.superRefine((schema, context) => checkSchema(schema, context));
