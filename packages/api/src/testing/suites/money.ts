import { type DbOrTx, schema } from "@llm-hub/db";
import { type SQL, sql } from "drizzle-orm";
import { plainUsd } from "../../access/usd.ts";

const { labSuiteCells, llmUsageLogs } = schema;

/** Money of a suite, decimal USD. */
export interface SuiteMoney {
	/** The known costs of its runs that have ended, the repeated ones included. */
	spentUsd: string;
	/** Runs whose cost is unknown, which is not in it. */
	unpriced: number;
	/** The most that the cells under way may cost; "0" without a cap. */
	reservedUsd: string;
}

/** Every run that was made for a cell, as a query of (suite_id, position, run_id). */
export const runsOfCells = (where: SQL): SQL => sql`
	select c.suite_id, c.position, c.state, r.run_id
	from ${labSuiteCells} c cross join lateral unnest(c.earlier_run_ids || c.run_id) r (run_id)
	where ${where}`;

/** What suites have cost so far, and what they hold of their caps. */
export async function moneyOf(db: DbOrTx, suiteIds: readonly string[]): Promise<Map<string, SuiteMoney>> {
	if (suiteIds.length === 0) return new Map();
	const ids = sql`(${sql.join(
		suiteIds.map((id) => sql`${id}`),
		sql`, `,
	)})`;
	// Two sums side by side, so that a repeated cell's hold counts once.
	const rows = await db.execute<{ id: string; spent: string; unpriced: number; reserved: string }>(sql`
		with spent as (
			select runs.suite_id, sum(l.cost_usd) as usd, count(*) filter (where l.cost_state = 'unpriced') as unpriced
			from (${runsOfCells(sql`c.suite_id in ${ids}`)}) runs
			join ${llmUsageLogs} l on l.id = runs.run_id
			group by runs.suite_id
		),
		held as (
			select c.suite_id, sum(c.reserved_usd) as usd
			from ${labSuiteCells} c
			where c.suite_id in ${ids} and c.state = 'running'
				and not exists (select from ${llmUsageLogs} l where l.id = c.run_id and l.state <> 'started')
			group by c.suite_id
		)
		select s.id, coalesce(spent.usd, 0)::text as spent, coalesce(spent.unpriced, 0)::int as unpriced,
			coalesce(held.usd, 0)::text as reserved
		from unnest(array[${sql.join(
			suiteIds.map((id) => sql`${id}`),
			sql`, `,
		)}]::text[]) s (id)
		left join spent on spent.suite_id = s.id left join held on held.suite_id = s.id`);
	return new Map(
		[...rows].map(({ id, spent, unpriced, reserved }) => [
			id,
			{ spentUsd: plainUsd(spent), unpriced, reservedUsd: plainUsd(reserved) },
		]),
	);
}
