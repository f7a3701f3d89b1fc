import { z } from "zod";
import { content, modelId, parametersSchema } from "../request-schema.ts";
import { keptParameters } from "../schema.ts";
import { checkResult, checkSchema, checksInput } from "./check-schema.ts";

/** The built-in categories; people may write their own. */
export const templateCategories = [
	"explanation",
	"creative",
	"coding",
	"analysis",
	"reasoning",
	"summarization",
	"translation",
	"mathematics",
	"conversation",
] as const;

/** A message after the prompt: what the model said, and what was said to it. */
const turn = z.strictObject({ role: z.enum(["user", "assistant"]), content });

/** A prompt to start from. */
export const template = z.object({
	id: z.string(),
	name: z.string(),
	category: z.string(),
	description: z.string(),
	prompt: z.string(),
	system: z.string().nullable(),
	turns: z.array(turn),
	/** Null where it brings none: those of the composer stay. */
	parameters: keptParameters.nullable(),
	suggestedModels: z.array(z.string()),
	/** Present where a built-in task has one checkable answer. */
	expectedAnswer: z.string().nullable(),
	checks: z.array(checkSchema),
	/** Null for the built-in ones. */
	author: z.string().nullable(),
	/** The caller's, to change. */
	isOwn: z.boolean(),
	/** Everybody who is signed in sees it. */
	isShared: z.boolean(),
});
export type Template = z.infer<typeof template>;

const fields = {
	name: z.string().trim().min(1, "Give it a name.").max(100, "A name has at most 100 characters."),
	category: z
		.string()
		.trim()
		.toLowerCase()
		.min(1, "Choose a category.")
		.max(40, "A category has at most 40 characters."),
	description: z.string().trim().max(300, "A description has at most 300 characters.").default(""),
	system: content.nullable().default(null),
	prompt: content.refine((prompt) => prompt.trim() !== "", "Write the prompt."),
	turns: z.array(turn).max(100, "At most 100 turns.").default([]),
	parameters: parametersSchema.omit({ costCapUsd: true }).nullable().default(null),
	suggestedModels: z.array(modelId).max(8, "At most 8 models.").default([]),
	checks: checksInput.default([]),
	isShared: z.boolean().default(false),
};
const templateId = z.string().min(1).max(100);

export const createTemplateInput = z.strictObject(fields);
export type CreateTemplateInput = z.infer<typeof createTemplateInput>;
export const updateTemplateInput = z.strictObject({ id: templateId, ...fields });
export type UpdateTemplateInput = z.infer<typeof updateTemplateInput>;
export const templateIdInput = z.strictObject({ id: templateId });

/** Checks held against a text, before a template has them. Nothing is kept. */
export const tryChecksInput = z.strictObject({
	checks: checksInput,
	answer: z.string().max(100_000, "At most 100,000 characters."),
});
export const tryChecksOutput = z.array(checkResult);
