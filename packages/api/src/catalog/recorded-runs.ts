import { type DbOrTx, schema } from "@llm-hub/db";
import { type CallSum, estimatedUsage, type Price } from "@llm-hub/providers";
import { and, eq, gte, inArray, ne, type SQL, type SQLWrapper, sql } from "drizzle-orm";

const { llmUsageLogs } = schema;
const { cachedInputTokens, cacheWriteTokens, inputTokens, modelId, outputTokens, reasoningTokens } = llmUsageLogs;

/** How far back runs are looked at. */
export const recordedDays = 30;
export const recordedSince = () => new Date(Date.now() - recordedDays * 86_400_000);

/** Everybody's where nobody is named, and on any model where none is. */
export interface WhichRuns {
	userId?: string | undefined;
	modelIds?: readonly string[];
}

/** The runs of the last days that ended, however they did. */
export const recordedRuns = ({ userId, modelIds }: WhichRuns): SQL | undefined =>
	and(
		modelIds && inArray(modelId, [...modelIds]),
		userId === undefined ? undefined : eq(llmUsageLogs.userId, userId),
		gte(llmUsageLogs.startedAt, recordedSince()),
		ne(llmUsageLogs.state, "started"),
	);

/** Their tokens are known. */
export const isCounted = sql<boolean>`(${inputTokens} is not null and ${outputTokens} is not null)`;

/** A sum or count as a number; of nothing it is 0. */
export const whole = (value: SQLWrapper) => sql<number>`coalesce(${value}, 0)`.mapWith(Number);

const largest = 2_147_483_647;

/** Where any of the prices changes its tier, in input tokens. */
export const tierEdges = (prices: Iterable<Price | null>): number[] => {
	const edges = [...prices].flatMap((price) => price?.tiers.map(({ aboveInputTokens }) => aboveInputTokens) ?? []);
	return [...new Set(edges)].filter((edge) => edge > 0 && edge < largest).sort((a, b) => a - b);
};

/** Runs of one model, where models are named, that lie in one and the same tier of every price. */
export interface RunGroup {
	modelId: string;
	runs: number;
	/** The known costs' sum in USD. */
	spentUsd: string;
	/** Runs that cost something nobody knows. */
	unpriced: number;
	/** To be priced elsewhere; null of runs whose tokens nobody knows. */
	sum: CallSum | null;
}

/**
 * The runs added up. The sums are of what `computeCost` would count of each run, also where a provider overstated a part.
 * @param edges as `tierEdges` gives them: no group crosses one
 */
export async function groupRuns(db: DbOrTx, which: WhichRuns, edges: readonly number[]): Promise<RunGroup[]> {
	// A tier holds above its edge.
	const from = edges.map((edge) => edge + 1);
	const bounds = sql`string_to_array(${from.join(",")}, ',')::int[]`;
	const parts = sql`coalesce(${cachedInputTokens}, 0) + coalesce(${cacheWriteTokens}, 0)`;
	const rows = await db
		.select({
			modelId: which.modelIds ? modelId : sql<string>`''`,
			isCounted,
			tier: from.length === 0 ? sql<number>`0` : whole(sql`width_bucket(${inputTokens}, ${bounds})`),
			runs: whole(sql`count(*)`),
			spentUsd: sql<string>`coalesce(sum(${llmUsageLogs.costUsd}), 0)::text`,
			unpriced: whole(sql`count(*) filter (where ${llmUsageLogs.costState} = 'unpriced')`),
			inputTokens: whole(sql`sum(greatest(${inputTokens}, ${parts}))`),
			cachedInputTokens: whole(sql`sum(${cachedInputTokens})`),
			cacheWriteTokens: whole(sql`sum(${cacheWriteTokens})`),
			outputTokens: whole(sql`sum(${outputTokens})`),
			reasoningTokens: whole(sql`sum(least(coalesce(${reasoningTokens}, 0), ${outputTokens}))`),
		})
		.from(llmUsageLogs)
		.where(recordedRuns(which))
		.groupBy(sql`1, 2, 3`)
		.orderBy(sql`1, 2, 3`);
	return rows.map(({ tier, isCounted, inputTokens, outputTokens, ...row }) => {
		const { modelId, runs, spentUsd, unpriced, ...parts } = row;
		const usage = { ...estimatedUsage(inputTokens, outputTokens), ...parts };
		const sum = isCounted ? { calls: runs, usage, inputTokensOfOne: from[tier - 1] ?? 0 } : null;
		return { modelId, runs, spentUsd, unpriced, sum };
	});
}
