import { type Db, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import type { Reconciliation } from "./schema.ts";
import { countersOfEntries } from "./settle.ts";

const { ledgerEntries, llmUsageLogs, usageCounters } = schema;

/** More than people read; the counts say the rest. */
const shown = 100;

/**
 * Proves in one snapshot that the recorded runs, the ledger and its counters say the same, and lists where they do not:
 * every run has its entry in the state and with the cost that it ended with, no entry is without its run (but for the
 * expired), and every counter is the sum of its entries.
 */
export function reconcile(db: Db): Promise<Reconciliation> {
	return db.transaction(
		async (tx) => {
			const runs = await tx.execute<{ runId: string; problem: string; run: string | null; ledger: string | null }>(sql`
				select * from (
					select coalesce(r.id, e.run_id) as "runId",
						r.state || ' ' || coalesce(r.cost_usd::text, r.cost_state, 'no cost') as run,
						e.state || ' ' || coalesce(e.cost_usd::text, case when e.is_unpriced then 'unpriced' else 'no cost' end) as ledger,
						case
							when e.run_id is null then 'no entry'
							when r.id is null then case when e.state = 'held' and e.expires_at > now() then null
								when e.state = 'expired' then null else 'no run' end
							when r.user_id <> e.user_id then 'user'
							when to_char(r.started_at at time zone 'UTC', 'YYYY-MM-DD') <> e.day then 'day'
							when e.state <> case r.state when 'started' then 'held' when 'failed' then 'released' else 'settled' end
								then 'state'
							when (case when r.key_source = 'own' then null else r.cost_usd end) is distinct from e.cost_usd then 'cost'
							when e.is_unpriced <> coalesce(r.cost_state = 'unpriced' and r.key_source <> 'own', false) then 'price'
						end as problem
					from ${llmUsageLogs} r full join ${ledgerEntries} e on e.run_id = r.id
				) compared where problem is not null order by "runId"`);
			const counters = await tx.execute<Reconciliation["counters"][number]>(sql`
				with expected as (
					select k.scope, k.subject, k.rule, k.period,
						count(*) filter (where e.state in ('held', 'settled'))::int as requests,
						coalesce(sum(e.cost_usd), 0) as spent_usd,
						coalesce(sum(e.estimate_usd) filter (where e.state = 'held'), 0) as held_usd,
						(count(*) filter (where e.is_unpriced))::int as unpriced
					from ${ledgerEntries} e join (${countersOfEntries(ledgerEntries.getSQL())}) k using (run_id)
					group by k.scope, k.subject, k.rule, k.period
				)
				select scope, subject, rule, period,
					concat_ws(' ', c.requests, trim_scale(c.spent_usd), trim_scale(c.held_usd), c.unpriced) as counter,
					concat_ws(' ', x.requests, trim_scale(x.spent_usd), trim_scale(x.held_usd), x.unpriced) as entries
				from ${usageCounters} c full join expected x using (scope, subject, rule, period)
				where (coalesce(c.requests, 0), coalesce(c.spent_usd, 0), coalesce(c.held_usd, 0), coalesce(c.unpriced, 0))
					<> (coalesce(x.requests, 0), coalesce(x.spent_usd, 0), coalesce(x.held_usd, 0), coalesce(x.unpriced, 0))
				order by scope, subject, rule, period`);
			return {
				isEven: runs.length === 0 && counters.length === 0,
				entries: await tx.$count(ledgerEntries),
				differences: runs.length + counters.length,
				runs: runs.slice(0, shown),
				counters: counters.slice(0, shown),
			};
		},
		{ isolationLevel: "repeatable read", accessMode: "read only" },
	);
}
