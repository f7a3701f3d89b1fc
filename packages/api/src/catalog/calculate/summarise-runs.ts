import { schema } from "@llm-hub/db";
import { count, desc, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { isCounted, recordedRuns, type WhichRuns, whole } from "../recorded-runs.ts";

const { llmUsageLogs } = schema;
const { inputTokens, cachedInputTokens, outputTokens } = llmUsageLogs;

/** SQL's percentile_disc: a size that a run really had. */
const percentile = (share: number, of: typeof inputTokens | typeof outputTokens) =>
	whole(sql`percentile_disc(${share}::float8) within group (order by ${of}) filter (where ${isCounted})`);
const total = (value: SQL) => whole(sql`sum(${value}) filter (where ${isCounted})`);

/** How many runs there were, how large, and what they cost. */
export async function summariseRuns({ db }: Pick<Context, "db">, which: WhichRuns) {
	const [row] = await db
		.select({
			runs: whole(sql`count(*) filter (where ${isCounted})`),
			uncounted: whole(sql`count(*) filter (where not ${isCounted})`),
			inputTokens: total(sql`${inputTokens}`),
			cachedInputTokens: total(sql`least(${cachedInputTokens}, ${inputTokens})`),
			outputTokens: total(sql`${outputTokens}`),
			inputP10: percentile(0.1, inputTokens),
			inputP90: percentile(0.9, inputTokens),
			outputP10: percentile(0.1, outputTokens),
			outputP90: percentile(0.9, outputTokens),
			costUsd: sql<string>`trim_scale(coalesce(sum(${llmUsageLogs.costUsd}) filter (where ${isCounted}), 0))::text`,
			unpriced: whole(sql`count(*) filter (where ${isCounted} and ${llmUsageLogs.costUsd} is null)`),
		})
		.from(llmUsageLogs)
		.where(recordedRuns(which));
	if (!row) throw new Error("The runs gave no summary.");
	return row;
}

/** The model that most of the runs asked. */
export async function mostUsedModel(
	{ db }: Pick<Context, "db">,
	which: WhichRuns,
): Promise<{ modelId: string; runs: number } | null> {
	const runs = count();
	const [row] = await db
		.select({ modelId: llmUsageLogs.modelId, runs })
		.from(llmUsageLogs)
		.where(recordedRuns(which))
		.groupBy(llmUsageLogs.modelId)
		.orderBy(desc(runs), llmUsageLogs.modelId)
		.limit(1);
	return row ?? null;
}
