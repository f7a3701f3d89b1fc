import { type DbOrTx, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { plainUsd } from "../../access/usd.ts";

const { labSuiteCells, labSuites, llmUsageLogs } = schema;

/** Money of a suite, decimal USD. */
export interface SuiteMoney {
	/** The known costs of its runs that have ended, the repeated ones included. */
	spentUsd: string;
	/** Runs whose cost is unknown, which is not in it. */
	unpriced: number;
	/** The most that the cells under way may cost; "0" without a cap. */
	reservedUsd: string;
}

/** What suites have cost so far, and what they hold of their caps. */
export async function moneyOf(db: DbOrTx, suiteIds: readonly string[]): Promise<Map<string, SuiteMoney>> {
	if (suiteIds.length === 0) return new Map();
	// Two sums side by side, so that a repeated cell's hold counts once.
	const rows = await db.execute<{ id: string; spent: string; unpriced: number; reserved: string }>(sql`
		with cells as (select * from ${labSuiteCells} where suite_id in ${suiteIds}),
		spent as (
			select c.suite_id, sum(l.cost_usd) as usd, count(*) filter (where l.cost_state = 'unpriced') as unpriced
			from cells c join ${llmUsageLogs} l on l.id = any (c.earlier_run_ids || c.run_id)
			group by c.suite_id
		),
		held as (
			select c.suite_id, sum(c.reserved_usd) as usd
			from cells c left join ${llmUsageLogs} l on l.id = c.run_id
			where c.state = 'running' and coalesce(l.state, 'started') = 'started'
			group by c.suite_id
		)
		select s.id, coalesce(spent.usd, 0)::text as spent, coalesce(spent.unpriced, 0)::int as unpriced,
			coalesce(held.usd, 0)::text as reserved
		from ${labSuites} s left join spent on spent.suite_id = s.id left join held on held.suite_id = s.id
		where s.id in ${suiteIds}`);
	return new Map(
		[...rows].map(({ id, spent, unpriced, reserved }) => [
			id,
			{ spentUsd: plainUsd(spent), unpriced, reservedUsd: plainUsd(reserved) },
		]),
	);
}
