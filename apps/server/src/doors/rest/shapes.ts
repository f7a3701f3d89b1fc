import { z } from "zod";

/** Every error of the REST door. */
export const errorShape = z
	.object({
		error: z.string().describe("What went wrong, in words for a person."),
		code: z.string().describe("The same for programs, such as not_found or invalid_input."),
		request_id: z.string().describe("Leads to the line in the server's log."),
		issues: z
			.array(z.object({ path: z.string(), message: z.string() }))
			.optional()
			.describe("With 422: the wrong fields."),
	})
	.loose()
	.describe("An error");

export const failures = { "4xx": errorShape, "5xx": errorShape };

export const moment = z.iso.datetime().describe("ISO 8601, UTC");

/** Exact decimals become JSON numbers here, at the edge, and nowhere before. */
export const toNumber = (decimal: string | null): number | null => (decimal === null ? null : Number(decimal));

/** USD as a number, as callers write it; the procedures take decimals. */
export const budget = z
	.number()
	.min(0)
	.max(999_999_999)
	// What a sum of floats has in its last bits is no decimal.
	.refine(
		(usd) => Math.abs(usd - Number(usd.toFixed(6))) <= Math.min(usd * 1e-12, 1e-8),
		"Write an amount in USD with at most six decimals.",
	)
	.nullable()
	.describe("USD a month (UTC), at most six decimals; null is unlimited.");

/** The decimal of an amount in USD: `0.000001` and not `1e-6`. */
export const toDecimal = <Amount extends number | null | undefined>(amount: Amount) =>
	(typeof amount === "number" ? amount.toFixed(6).replace(/\.?0+$/, "") : amount) as
		| Exclude<Amount, number>
		| (Amount extends number ? string : never);

export const toMoment = (date: Date | null): string | null => date?.toISOString() ?? null;

/** A number in a query string; anything but digits is left for the schema to refuse. */
export const queryNumber = <Schema extends z.ZodNumber>(schema: Schema) =>
	z.preprocess((text) => (typeof text === "string" && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text), schema);

export const queryFlag = z.preprocess(
	(text) => (text === "true" ? true : text === "false" ? false : text),
	z.boolean(),
);
