import type { Check, Template } from "@llm-hub/api/schemas";
import { z } from "zod";
import { parametersShape, toParameters } from "./run-body.ts";

const ignore_case = z.boolean();
const checkShape = z
	.discriminatedUnion("kind", [
		z.object({ kind: z.literal("exact"), value: z.string(), last_line: z.boolean(), ignore_case }),
		z.object({ kind: z.literal("contains"), value: z.string(), ignore_case }),
		z.object({ kind: z.literal("regex"), pattern: z.string(), ignore_case }),
		z.object({ kind: z.literal("json_schema"), schema: z.record(z.string(), z.unknown()) }),
		z.object({ kind: z.literal("numeric"), value: z.number(), tolerance: z.number() }),
	])
	.describe("What an answer must fulfil");

export const templateShape = z.object({
	id: z.string(),
	name: z.string(),
	prompt: z.string(),
	system: z.string().nullable(),
	turns: z
		.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string() }))
		.describe("Messages after the prompt, in their order"),
	parameters: parametersShape.nullable().describe("Under the names of the request; null where it brings none"),
	checks: z.array(checkShape),
	category: z.string(),
	description: z.string(),
	suggested_models: z.array(z.string()),
	expected_answer: z.string().nullable(),
	author: z.string().nullable().describe("Null for the built-in ones"),
});

function toCheck(check: Check): z.infer<typeof checkShape> {
	switch (check.kind) {
		case "exact":
			return { kind: check.kind, value: check.value, last_line: check.lastLine, ignore_case: check.ignoreCase };
		case "contains":
			return { kind: check.kind, value: check.value, ignore_case: check.ignoreCase };
		case "regex":
			return { kind: check.kind, pattern: check.pattern, ignore_case: check.ignoreCase };
		case "jsonSchema":
			return { kind: "json_schema", schema: check.schema };
		case "numeric":
			return check;
	}
}

/** A template under the names of this door. */
export const toTemplate = (template: Template): z.infer<typeof templateShape> => ({
	id: template.id,
	name: template.name,
	prompt: template.prompt,
	system: template.system,
	turns: template.turns,
	parameters: template.parameters && toParameters(template.parameters),
	checks: template.checks.map(toCheck),
	category: template.category,
	description: template.description,
	suggested_models: template.suggestedModels,
	expected_answer: template.expectedAnswer,
	author: template.author,
});
