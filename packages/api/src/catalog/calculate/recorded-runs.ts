import { schema } from "@llm-hub/db";
import { type CallSum, estimatedUsage } from "@llm-hub/providers";
import { and, count, desc, eq, gte, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";

const { llmUsageLogs } = schema;

export const recordedDays = 30;

/** Everybody's runs where `userId` is null. */
interface Whose {
	userId: string | null;
}

const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = llmUsageLogs;
const isCounted = sql`${inputTokens} is not null and ${outputTokens} is not null`;

const ofLastDays = ({ userId }: Whose): SQL | undefined =>
	and(
		userId === null ? undefined : eq(llmUsageLogs.userId, userId),
		gte(llmUsageLogs.startedAt, new Date(Date.now() - recordedDays * 86_400_000)),
		ne(llmUsageLogs.state, "started"),
	);

const whole = (value: SQL) => sql<number>`coalesce(${value}, 0)`.mapWith(Number);
/** SQL's percentile_disc: a size that a run really had. */
const percentile = (share: number, of: typeof inputTokens | typeof outputTokens) =>
	whole(sql`percentile_disc(${share}::float8) within group (order by ${of}) filter (where ${isCounted})`);
const total = (value: SQL) => whole(sql`sum(${value}) filter (where ${isCounted})`);

/** How many runs there were, how large, and what they cost. */
export async function summariseRuns({ db }: Pick<Context, "db">, whose: Whose) {
	const [row] = await db
		.select({
			runs: whole(sql`count(*) filter (where ${isCounted})`),
			uncounted: whole(sql`count(*) filter (where not (${isCounted}))`),
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
		.where(ofLastDays(whose));
	if (!row) throw new Error("The runs gave no summary.");
	return row;
}

/**
 * The runs with their tokens summed, apart wherever a price's tier may differ. The sums are of what `computeCost` would
 * count of each run, also where a provider overstated a part.
 * @param bounds input tokens above which some price has another tier
 */
export async function groupRuns(
	{ db }: Pick<Context, "db">,
	whose: Whose,
	bounds: readonly number[],
): Promise<CallSum[]> {
	const from = [...new Set(bounds)].sort((a, b) => a - b).map((bound) => bound + 1);
	const tier =
		from.length === 0
			? sql<number>`0`
			: sql<number>`width_bucket(${inputTokens}, string_to_array(${from.join(",")}, ',')::int[])`;
	const parts = sql`coalesce(${cachedInputTokens}, 0) + coalesce(${cacheWriteTokens}, 0)`;
	const rows = await db
		.select({
			tier: tier.mapWith(Number),
			calls: count(),
			inputTokens: whole(sql`sum(greatest(${inputTokens}, ${parts}))`),
			cachedInputTokens: whole(sql`sum(${cachedInputTokens})`),
			cacheWriteTokens: whole(sql`sum(${cacheWriteTokens})`),
			outputTokens: whole(sql`sum(${outputTokens})`),
			reasoningTokens: whole(sql`sum(least(${reasoningTokens}, ${outputTokens}))`),
		})
		.from(llmUsageLogs)
		.where(and(ofLastDays(whose), isNotNull(inputTokens), isNotNull(outputTokens)))
		.groupBy(sql`1`);
	return rows.map(({ tier: place, calls, inputTokens: input, outputTokens: output, ...parts }) => ({
		calls,
		usage: { ...estimatedUsage(input, output), ...parts },
		inputTokensOfOne: from[place - 1] ?? 0,
	}));
}

/** The model that most of the runs asked. */
export async function mostUsedModel(
	{ db }: Pick<Context, "db">,
	whose: Whose,
): Promise<{ modelId: string; runs: number } | null> {
	const runs = count();
	const [row] = await db
		.select({ modelId: llmUsageLogs.modelId, runs })
		.from(llmUsageLogs)
		.where(ofLastDays(whose))
		.groupBy(llmUsageLogs.modelId)
		.orderBy(desc(runs), llmUsageLogs.modelId)
		.limit(1);
	return row ?? null;
}
