import { schema } from "@llm-hub/db";
import { and, count, countDistinct, desc, eq, max, sql } from "drizzle-orm";
import type { z } from "zod";
import type { UserContext } from "../context.ts";
import { ConflictError } from "../errors.ts";
import { loadRun } from "./load-run.ts";
import { historyEntryOf, isUnveiled, runColumns, runDetailOf, shownKeyLabel, trimDecimal } from "./run-view.ts";
import type { historyInput, historyOutput, ownRunDetail, statsOutput } from "./schema.ts";
import type { CheckResult } from "./templates/check-schema.ts";

const { llmUsageLogs, testRuns } = schema;

/** The caller's own tests, newest first, without those of blind groups that await a vote. */
export async function listHistory(
	ctx: UserContext,
	{ limit, offset }: z.infer<typeof historyInput>,
): Promise<z.infer<typeof historyOutput>> {
	const own = and(eq(llmUsageLogs.userId, ctx.actor.userId), isUnveiled);
	const joined = ctx.db.select(runColumns).from(llmUsageLogs).innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id));
	const rows = await joined
		.where(own)
		.orderBy(desc(llmUsageLogs.startedAt), desc(llmUsageLogs.id))
		.limit(limit)
		.offset(offset);
	const [total] = await ctx.db
		.select({ total: count() })
		.from(llmUsageLogs)
		.innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.where(own);
	return {
		total: total?.total ?? 0,
		tests: rows.map((row) => historyEntryOf({ ...row, keyLabel: shownKeyLabel(ctx, row) })),
	};
}

/** One of the caller's runs with its evidence. @throws NotFoundError; ConflictError while its blind group awaits a vote */
export async function showRun(ctx: UserContext, { runId }: { runId: string }): Promise<z.infer<typeof ownRunDetail>> {
	const row = await loadRun(ctx, runId);
	if (row.isVeiled) throw new ConflictError("Vote first: until then nothing is told of a blind test but its answers.");
	return { ...runDetailOf({ ...row, keyLabel: shownKeyLabel(ctx, row) }), groupId: row.groupId };
}

/** Which of its template's checks a run of the caller's passed; none before its end. @throws NotFoundError */
export async function showChecks(ctx: UserContext, { runId }: { runId: string }): Promise<CheckResult[]> {
	return historyEntryOf(await loadRun(ctx, runId)).checks;
}

/** Totals over the caller's own runs, the deleted texts' runs included: the money was spent. */
export async function summarise(ctx: UserContext): Promise<z.infer<typeof statsOutput>> {
	const [totals] = await ctx.db
		.select({
			totalTests: count(),
			totalTokens: sql<string>`coalesce(sum(${llmUsageLogs.inputTokens}), 0) + coalesce(sum(${llmUsageLogs.outputTokens}), 0)`,
			totalCostUsd: sql<string>`coalesce(sum(${llmUsageLogs.costUsd}), 0)`,
			unpricedTests: count(sql`case when ${llmUsageLogs.costState} = 'unpriced' then 1 end`),
			avgLatencyMs: sql<string | null>`avg(${llmUsageLogs.latencyMs}) filter (where ${llmUsageLogs.state} = 'success')`,
			modelsTested: countDistinct(llmUsageLogs.modelId),
			lastTestAt: max(llmUsageLogs.startedAt),
		})
		.from(llmUsageLogs)
		.where(and(eq(llmUsageLogs.userId, ctx.actor.userId), eq(llmUsageLogs.door, "lab")));
	return {
		totalTests: totals?.totalTests ?? 0,
		totalTokens: Number(totals?.totalTokens ?? 0),
		totalCostUsd: trimDecimal(totals?.totalCostUsd ?? "0"),
		unpricedTests: totals?.unpricedTests ?? 0,
		avgLatencyMs: totals?.avgLatencyMs == null ? null : Math.round(Number(totals.avgLatencyMs)),
		modelsTested: totals?.modelsTested ?? 0,
		lastTestAt: totals?.lastTestAt ?? null,
	};
}
