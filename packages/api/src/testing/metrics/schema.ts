import { z } from "zod";
import { ofTemplate, sinceDays } from "../votes/schema.ts";

export const metricsInput = z
	.strictObject({
		templateId: ofTemplate,
		days: sinceDays,
		modelIds: z.array(z.string().max(300)).min(1).max(50).optional(),
	})
	.default({ days: null });
export type MetricsInput = z.infer<typeof metricsInput>;

/** Over the runs where it was measured: `n` of them. */
const spread = z.object({ n: z.number().int(), p50: z.number(), p95: z.number() }).nullable();

export const metricsOutput = z.array(
	z.object({
		modelId: z.string(),
		runs: z.number().int(),
		succeeded: z.number().int(),
		failed: z.number().int(),
		/** Milliseconds, of runs that succeeded. */
		ttftMs: spread,
		latencyMs: spread,
		/** Output tokens a second from the first token to the end. */
		tokensPerSecond: spread,
		/** The known costs' sum in USD, of `priced` runs; `unpriced` more have an unknown cost, which is not in it. */
		costUsd: z.string(),
		priced: z.number().int(),
		unpriced: z.number().int(),
		/** The median known cost of a run in USD; null where none is known. */
		medianCostUsd: z.string().nullable(),
	}),
);
export type Metrics = z.infer<typeof metricsOutput>;
