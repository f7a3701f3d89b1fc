import { z } from "zod";

const shortText = (max: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(max)
		.regex(/^\P{Cc}*$/u, "No control characters here.");
export const tierCode = z
	.string()
	.regex(/^[a-z][a-z0-9_-]{0,39}$/, "A tier's code is lower case letters, digits, - and _, at most 40 of them.");

/** A glob over model ids: `*` is any text, slashes included. */
export const modelPattern = z
	.string()
	.min(1, "Write a pattern, such as openai/*.")
	.max(300)
	.regex(/^\S+$/, "A pattern has no white space.");

const limit = z.number().int().min(0).max(1_000_000_000);
/** USD as a decimal; null is unlimited. */
export const budgetUsd = z
	.string()
	.regex(/^\d{1,9}(\.\d{1,6})?$/, "Write an amount in USD with at most six decimals, such as 250 or 12.50.")
	.nullable();

export const rule = z.strictObject({
	tierCode,
	modelPattern,
	allowed: z.boolean(),
	/** Runs a user may make in a day (UTC) under this rule; null is unlimited. */
	maxRequestsPerDay: limit.nullable().default(null),
	/** Tokens of the prompt and of the longest allowed answer together; null is what the model takes. */
	maxContextLength: limit.nullable().default(null),
	/** The highest wins, then the longer pattern. */
	priority: z.number().int().min(-1_000_000).max(1_000_000).default(0),
});
export type Rule = z.infer<typeof rule>;

export const tier = z.strictObject({
	code: tierCode,
	name: shortText(100),
	/** Runs a user may make in a month (UTC); null is unlimited. */
	testsPerMonth: limit.nullable(),
	/** What all users of the tier together may spend in a month (UTC), in USD; null is unlimited. */
	budgetUsd: budgetUsd.default(null),
});
export type Tier = z.infer<typeof tier>;
