import { z } from "zod";
import { modelDetailOutput } from "../schema.ts";

/** As many columns as people can take in. */
export const mostCompared = 6;

/** Ids or aliases. */
export const compareInput = z.strictObject({
	models: z
		.array(z.string().min(1).max(300))
		.min(1, "Name at least one model.")
		.max(mostCompared, "At most six models stand side by side."),
});
export type CompareInput = z.infer<typeof compareInput>;

export const compareOutput = z.object({
	/** In the order asked. */
	models: z.array(
		z.object({
			asked: z.string(),
			/** Null is not in the catalog, nor an alias. */
			model: modelDetailOutput.nullable(),
			/** Whose rules open it, from the smallest tier to the largest; null where nobody is signed in. */
			tiers: z.array(z.object({ code: z.string(), name: z.string() })).nullable(),
		}),
	),
});
export type CompareOutput = z.infer<typeof compareOutput>;
