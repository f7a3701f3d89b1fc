import { costStates } from "@llm-hub/providers/vocabulary";
import { z } from "zod";
import { factOutput, modelOutput } from "../schema.ts";
import { lifecycleBands } from "./bands.ts";

export { type LifecycleBand, lifecycleBands } from "./bands.ts";

const count = z.number().int().nonnegative();
const usd = z.string().nullable();
/** Of the most active first; null where the caller is no admin. */
const names = z.array(z.object({ name: z.string(), runs: count })).nullable();

const { id, displayName, providerType, providerName, enabled, retiredAt } = modelOutput.shape;

export const lifecycleModel = z.object({
	modelId: id,
	displayName,
	providerType,
	providerName,
	enabled,
	retiredAt,
	band: z.enum(lifecycleBands),
	/** ISO date: of the end, or of the day on which the listing no longer had it; null where nobody said one. */
	endsOn: z.string().nullable(),
	/** Who said so and when. */
	source: factOutput.nullable(),
	/** Why it is thought to be gone, where no date was given. */
	reason: z.string().nullable(),
	/** The last 30 days, everybody's. */
	use: z.object({
		runs: count,
		people: count,
		/** API tokens that made some of the runs. */
		tokens: count,
		inputTokens: count,
		outputTokens: count,
		/** The known costs' sum; of `unpriced` runs none is known. */
		spentUsd: z.string(),
		unpriced: count,
	}),
	people: names,
	tokens: names,
	aliases: z.array(z.string()),
	/** Rules that match it and none of the models that stay; null where the caller is no admin. */
	rules: z.array(z.object({ tierCode: z.string(), modelPattern: z.string(), allowed: z.boolean() })).nullable(),
	/** That suggest it: the built-in ones, and those that the caller sees. */
	templates: z.array(z.object({ id: z.string(), name: z.string() })),
	/** Of the last 30 days that try it: an admin sees everybody's, others their own. */
	suites: z.array(z.object({ id: z.string(), name: z.string() })),
	/** What the provider itself recommends. */
	replacedBy: z
		.object({ upstreamId: z.string(), modelId: z.string().nullable(), source: factOutput.nullable() })
		.nullable(),
	/** By the rule of `catalog.similar`: what the same runs would cost there, and how much more than here. */
	similar: z.array(z.object({ modelId: id, displayName, usd, state: z.enum(costStates), differenceUsd: usd })),
});
export type LifecycleModel = z.infer<typeof lifecycleModel>;

export const lifecycleOutput = z.object({
	/** ISO date (UTC) that the bands start from. */
	today: z.string(),
	days: count,
	/** By date within a band; at most 200. */
	models: z.array(lifecycleModel),
	counts: z.object(
		Object.fromEntries(lifecycleBands.map((band) => [band, count])) as Record<LifecycleBandName, typeof count>,
	),
	/** Gone, and neither used in the last 30 days nor named anywhere: not listed. */
	goneUnused: count,
	/** The same of those that the provider's list lacks: the change inbox has them. */
	vanishedUnused: count,
	/** Enabled models, and of how many of them some source gave a date. */
	enabled: count,
	dated: count,
});
type LifecycleBandName = (typeof lifecycleBands)[number];
export type LifecycleOutput = z.infer<typeof lifecycleOutput>;

export const lifecycleExportOutput = z.object({ fileName: z.string(), csv: z.string() });
