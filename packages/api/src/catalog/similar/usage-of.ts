import { type DbOrTx, schema } from "@llm-hub/db";
import { addUsd, type CallSum, estimatedUsage, type Price } from "@llm-hub/providers";
import { and, eq, gte, inArray, ne, type SQLWrapper, sql } from "drizzle-orm";

const { llmUsageLogs } = schema;

/** How far back usage is looked at. */
export const usageDays = 30;
export const usageSince = () => new Date(Date.now() - usageDays * 86_400_000);

/** What a model was used for. */
export interface ModelUsage {
	/** Every run that ended, however it did. */
	runs: number;
	/** Those of them whose tokens are known. */
	counted: number;
	inputTokens: number;
	outputTokens: number;
	/** The known costs' sum in USD. */
	spentUsd: string;
	/** Runs that cost something nobody knows. */
	unpriced: number;
	/** To be priced elsewhere. */
	sums: CallSum[];
}

/** Where any of the prices changes its tier. */
export const tierEdges = (prices: readonly (Price | null)[]): number[] =>
	[...new Set(prices.flatMap((price) => price?.tiers.map(({ aboveInputTokens }) => aboveInputTokens) ?? []))]
		.filter((edge) => edge > 0)
		.sort((a, b) => a - b);

const largest = 2_147_483_647;
const sum = (column: SQLWrapper) => sql<number>`coalesce(sum(${column}), 0)::float8`;

/**
 * What each model was used for in the last 30 days, by everybody or by one person; models without a run are left out.
 * @param edges as `tierEdges` gives them: the sums never cross one
 */
export async function usageOf(
	db: DbOrTx,
	{ modelIds, userId, edges }: { modelIds: readonly string[]; userId?: string | undefined; edges: readonly number[] },
): Promise<Map<string, ModelUsage>> {
	const usage = new Map<string, ModelUsage>();
	if (modelIds.length === 0) return usage;
	// A tier holds above its edge; the last threshold keeps the list from being empty.
	const thresholds = sql.join(
		[...edges.map((edge) => Math.min(edge + 1, largest)), largest].map((edge) => sql`${edge}::int`),
		sql`, `,
	);
	const isCounted = sql`${llmUsageLogs.inputTokens} is not null and ${llmUsageLogs.outputTokens} is not null`;
	const rows = await db
		.select({
			modelId: llmUsageLogs.modelId,
			isCounted: sql<boolean>`${isCounted}`,
			tier: sql<number>`width_bucket(coalesce(${llmUsageLogs.inputTokens}, 0), array[${thresholds}])`,
			runs: sql<number>`count(*)::int`,
			unpriced: sql<number>`count(*) filter (where ${llmUsageLogs.costState} = 'unpriced')::int`,
			spentUsd: sql<string>`coalesce(sum(${llmUsageLogs.costUsd}), 0)::text`,
			longest: sql<number>`coalesce(max(${llmUsageLogs.inputTokens}), 0)::int`,
			inputTokens: sum(llmUsageLogs.inputTokens),
			cachedInputTokens: sum(llmUsageLogs.cachedInputTokens),
			cacheWriteTokens: sum(llmUsageLogs.cacheWriteTokens),
			outputTokens: sum(llmUsageLogs.outputTokens),
			reasoningTokens: sum(llmUsageLogs.reasoningTokens),
		})
		.from(llmUsageLogs)
		.where(
			and(
				inArray(llmUsageLogs.modelId, [...modelIds]),
				gte(llmUsageLogs.startedAt, usageSince()),
				ne(llmUsageLogs.state, "started"),
				userId === undefined ? undefined : eq(llmUsageLogs.userId, userId),
			),
		)
		.groupBy(llmUsageLogs.modelId, sql`2`, sql`3`)
		.orderBy(llmUsageLogs.modelId, sql`2`, sql`3`);
	for (const row of rows) {
		const known = usage.get(row.modelId) ?? { ...nothing, sums: [] };
		known.runs += row.runs;
		known.unpriced += row.unpriced;
		known.spentUsd = addUsd(known.spentUsd, row.spentUsd);
		if (row.isCounted) {
			known.counted += row.runs;
			known.inputTokens += row.inputTokens;
			known.outputTokens += row.outputTokens;
			const { cachedInputTokens, cacheWriteTokens, reasoningTokens } = row;
			const tokens = { cachedInputTokens, cacheWriteTokens, reasoningTokens };
			const all = { ...estimatedUsage(row.inputTokens, row.outputTokens), ...tokens };
			known.sums.push({ calls: row.runs, usage: all, inputTokensOfOne: row.longest });
		}
		usage.set(row.modelId, known);
	}
	return usage;
}

const nothing = { runs: 0, counted: 0, inputTokens: 0, outputTokens: 0, spentUsd: "0", unpriced: 0 };
