import { costStates } from "@llm-hub/providers/vocabulary";
import { z } from "zod";
import { modelOutput } from "../schema.ts";

const count = z.number().int().nonnegative();
const usd = z.string().nullable();

export const usageScopes = ["own", "everybody"] as const;
export type UsageScope = (typeof usageScopes)[number];

/** Without `usage`: everybody's for an admin, and else the caller's own. */
export const similarInput = z.strictObject({
	modelId: z.string().min(1).max(300),
	usage: z.enum(usageScopes).optional(),
});
export type SimilarInput = z.infer<typeof similarInput>;

/** USD as a decimal; null is unknown. */
const amount = { usd, state: z.enum(costStates) };

export const similarOutput = z.object({
	modelId: z.string(),
	/** What was priced: runs of the last days on this model, or a made-up example where there are none. */
	basis: z.discriminatedUnion("kind", [
		z.object({
			kind: z.literal("usage"),
			scope: z.enum(usageScopes),
			days: count,
			/** Of these runs the tokens are known; of `uncounted` more they are not. */
			runs: count,
			uncounted: count,
			inputTokens: count,
			outputTokens: count,
			/** What they did cost, as far as it is known; of `unpriced` runs it is not. */
			spentUsd: z.string(),
			unpriced: count,
		}),
		z.object({
			kind: z.literal("example"),
			messages: count,
			/** Of one message. */
			inputTokens: count,
			outputTokens: count,
		}),
	]),
	/** The same on this model, at its price of today. */
	here: z.object(amount),
	/** The nearest first. */
	models: z.array(
		modelOutput.extend({
			/** The same model by another provider, or another snapshot of it. */
			isSameModel: z.boolean(),
			...amount,
			/** There less here; null where either is unknown. */
			differenceUsd: usd,
		}),
	),
});
export type SimilarOutput = z.infer<typeof similarOutput>;
