import { type DbOrTx, schema } from "@llm-hub/db";
import { eq, max, sql } from "drizzle-orm";
import { trimDecimal } from "../../testing/run-view.ts";
import type { KeyUsage } from "./schema.ts";

const { llmUsageLogs, runKeyFailures } = schema;

export const unused: KeyUsage = { runs: 0, failures: 0, costUsd: "0", unpricedRuns: 0, lastRunAt: null };

/** What each version of a saved key paid for. Runs from before versions were kept count for the first. */
export async function usageByVersion(db: DbOrTx, providerId: string): Promise<Map<number, KeyUsage>> {
	const version = sql<number>`coalesce(${llmUsageLogs.keyVersion}, 1)`;
	const paid = await db
		.select({
			version,
			runs: sql<number>`count(*)::int`,
			failures: sql<number>`(count(*) filter (where ${llmUsageLogs.state} = 'failed'))::int`,
			costUsd: sql<string>`coalesce(sum(${llmUsageLogs.costUsd}), 0)::text`,
			unpricedRuns: sql<number>`(count(*) filter (where ${llmUsageLogs.costState} = 'unpriced'))::int`,
			lastRunAt: max(llmUsageLogs.startedAt),
		})
		.from(llmUsageLogs)
		.where(eq(llmUsageLogs.providerId, providerId))
		.groupBy(sql`1`);
	const left = await db
		.select({
			version: runKeyFailures.keyVersion,
			failures: sql<number>`count(*)::int`,
			lastAt: max(runKeyFailures.at),
		})
		.from(runKeyFailures)
		.where(eq(runKeyFailures.providerId, providerId))
		.groupBy(runKeyFailures.keyVersion);
	const usage = new Map(
		paid.map(({ version: of, ...row }) => [of, { ...row, costUsd: trimDecimal(row.costUsd) } satisfies KeyUsage]),
	);
	for (const row of left) {
		const of = row.version ?? 1;
		const known = usage.get(of) ?? unused;
		usage.set(of, {
			...known,
			failures: known.failures + row.failures,
			lastRunAt: later(known.lastRunAt, row.lastAt),
		});
	}
	return usage;
}

const later = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : (a ?? b));
