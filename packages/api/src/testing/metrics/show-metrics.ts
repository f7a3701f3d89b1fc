import { schema } from "@llm-hub/db";
import { and, count, desc, eq, gte, inArray, type SQLWrapper, sql } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { isUnveiled, trimDecimal } from "../run-view.ts";
import type { Metrics, MetricsInput } from "./schema.ts";

const { llmUsageLogs, testRuns } = schema;

const succeeded = sql`${llmUsageLogs.state} = 'success'`;
const writingMs = sql`(${llmUsageLogs.latencyMs} - ${llmUsageLogs.ttftMs})`;
const speed = sql`case when ${writingMs} > 0 then ${llmUsageLogs.outputTokens} * 1000.0 / ${writingMs} end`;

/** True percentiles (interpolated, as SQL's percentile_cont has them) over the runs where `value` is known. */
const spreadOf = (value: SQLWrapper) => ({
	n: sql<number>`count(${value}) filter (where ${succeeded})::int`,
	p50: sql<number | null>`percentile_cont(0.5) within group (order by ${value}) filter (where ${succeeded})::float8`,
	p95: sql<number | null>`percentile_cont(0.95) within group (order by ${value}) filter (where ${succeeded})::float8`,
});

const known = sql`${llmUsageLogs.costUsd} is not null`;

/**
 * What the caller's own lab runs measured, by model, the most used first; every figure says of how many runs it is. A blind
 * group counts from its vote on.
 */
export async function showMetrics(ctx: UserContext, { templateId, days, modelIds }: MetricsInput): Promise<Metrics> {
	const rows = await ctx.db
		.select({
			modelId: llmUsageLogs.modelId,
			runs: count(),
			succeeded: sql<number>`count(*) filter (where ${succeeded})::int`,
			failed: sql<number>`count(*) filter (where ${llmUsageLogs.state} = 'failed')::int`,
			ttftMs: spreadOf(llmUsageLogs.ttftMs),
			latencyMs: spreadOf(llmUsageLogs.latencyMs),
			tokensPerSecond: spreadOf(speed),
			costUsd: sql<string>`coalesce(sum(${llmUsageLogs.costUsd}), 0)`,
			priced: sql<number>`count(${llmUsageLogs.costUsd})::int`,
			unpriced: sql<number>`count(*) filter (where ${llmUsageLogs.costState} = 'unpriced')::int`,
			// A cost that was charged, not one between two: percentile_disc stays a decimal.
			medianCostUsd: sql<
				string | null
			>`percentile_disc(0.5) within group (order by ${llmUsageLogs.costUsd}) filter (where ${known})`,
		})
		.from(llmUsageLogs)
		.leftJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.where(
			and(
				eq(llmUsageLogs.userId, ctx.actor.userId),
				eq(llmUsageLogs.door, "lab"),
				isUnveiled,
				modelIds && inArray(llmUsageLogs.modelId, modelIds),
				templateId === undefined ? undefined : eq(testRuns.templateId, templateId),
				days === null ? undefined : gte(llmUsageLogs.startedAt, new Date(Date.now() - days * 86_400_000)),
			),
		)
		.groupBy(llmUsageLogs.modelId)
		.orderBy(desc(count()), llmUsageLogs.modelId)
		.limit(200);
	return rows.map((row) => ({
		...row,
		ttftMs: spread(row.ttftMs),
		latencyMs: spread(row.latencyMs),
		tokensPerSecond: spread(row.tokensPerSecond),
		costUsd: trimDecimal(row.costUsd),
		medianCostUsd: row.medianCostUsd === null ? null : trimDecimal(row.medianCostUsd),
	}));
}

const spread = ({ n, p50, p95 }: { n: number; p50: number | null; p95: number | null }) =>
	p50 === null || p95 === null ? null : { n, p50, p95 };
