import { z } from "zod";
import { jsonSchema } from "../json-schema-shape.ts";

const longText = z.string().min(1, "Write what the answer shall have.").max(20_000);

/** What an answer must fulfil; a program can tell. */
export const checkSchema = z.discriminatedUnion("kind", [
	/** The whole answer, without spaces at its ends, or its last line where `lastLine` is set. */
	z.strictObject({
		kind: z.literal("exact"),
		value: longText,
		lastLine: z.boolean().default(false),
		ignoreCase: z.boolean().default(false),
	}),
	z.strictObject({ kind: z.literal("contains"), value: longText, ignoreCase: z.boolean().default(false) }),
	/** RE2 syntax: its time grows with the text alone, so no expression can stall the server. */
	z.strictObject({
		kind: z.literal("regex"),
		pattern: z.string().min(1, "Write the expression.").max(1_000),
		ignoreCase: z.boolean().default(false),
	}),
	/** The answer, or its only code block, is JSON that fulfils the schema. */
	z.strictObject({ kind: z.literal("jsonSchema"), schema: jsonSchema }),
	/** The last number of the answer is within `tolerance` of `value`. */
	z.strictObject({
		kind: z.literal("numeric"),
		value: z.number("Must be a number."),
		tolerance: z.number("Must be a number.").min(0, "Must be 0 or more.").default(0),
	}),
]);
export type Check = z.infer<typeof checkSchema>;

export const checkKinds = ["exact", "contains", "regex", "jsonSchema", "numeric"] as const satisfies Check["kind"][];

export const checksInput = z.array(checkSchema).max(10, "At most 10 checks.");

/** A check in words, whether the answer passed, and what was found where it did not. */
export const checkResult = z.object({ label: z.string(), passed: z.boolean(), found: z.string().nullable() });
export type CheckResult = z.infer<typeof checkResult>;
