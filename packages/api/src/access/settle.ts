import { type Db, preparedStatement, schema } from "@llm-hub/db";
import { type SQL, sql } from "drizzle-orm";

const { ledgerEntries, llmUsageLogs, usageCounters } = schema;

/**
 * The counters of ledger entries as a query of (run_id, scope, subject, rule, period): the SQL side of `countersFor`.
 * @param entries the name of a table or CTE with the columns of ledger_entries
 */
export function countersOfEntries(entries: SQL): SQL {
	return sql`
		select run_id, 'user' as scope, user_id as subject, '' as rule, month as period from ${entries}
		union all select run_id, 'tier', tier_code, '', month from ${entries}
		union all select run_id, 'token', token_id, '', month from ${entries} where token_id is not null
		union all select run_id, 'grant', grant_id, '', 'total' from ${entries} where grant_id is not null
		union all select run_id, 'rule', user_id, tier_code || ' ' || rule_pattern, day from ${entries}
			where rule_pattern is not null`;
}

/**
 * Turns the holds of runs into what they cost, in every counter that they stand in: the CTEs of one statement, `entry` with
 * the entries that changed. Each does so once: only the first settlement of a run changes anything, and one that comes
 * after the hold has expired still books the run. The counters are locked in the order in which `reserve` locks them.
 * @param wanted a query of (run_id, state, cost_usd, is_unpriced). `settled` keeps its request, `released` and `expired`
 *   give it back; the cost is booked in either case, null being no cost or an unknown one
 */
export const settling = (wanted: SQL): SQL => sql`
	wanted as (${wanted}),
	open as (
		select e.* from ${ledgerEntries} e join wanted using (run_id)
		where e.state in ('held', 'expired') order by e.run_id for update of e
	),
	entry as (
		update ${ledgerEntries} e
		set state = wanted.state, cost_usd = wanted.cost_usd, is_unpriced = wanted.is_unpriced, ended_at = now()
		from open join wanted using (run_id) where e.run_id = open.run_id
		returning e.run_id, e.state = 'settled' as counts, open.state = 'held' as was_held,
			coalesce(open.estimate_usd, 0) as estimate, coalesce(e.cost_usd, 0) as cost, e.is_unpriced
	),
	change as (
		select k.scope, k.subject, k.rule, k.period, sum(entry.counts::int - entry.was_held::int) as requests,
			sum(case when entry.was_held then entry.estimate else 0 end) as held,
			sum(entry.cost) as spent, sum(entry.is_unpriced::int) as unpriced
		from entry join (${countersOfEntries(sql`open`)}) k using (run_id)
		group by k.scope, k.subject, k.rule, k.period
	),
	locked as (
		select c.scope, c.subject, c.rule, c.period
		from ${usageCounters} c join change using (scope, subject, rule, period)
		order by c.scope, c.subject, c.rule, c.period
		for update of c
	),
	booked as (
		update ${usageCounters} c
		set requests = c.requests + change.requests, held_usd = c.held_usd - change.held,
			spent_usd = c.spent_usd + change.spent, unpriced = c.unpriced + change.unpriced
		from locked join change using (scope, subject, rule, period)
		where c.scope = locked.scope and c.subject = locked.subject and c.rule = locked.rule and c.period = locked.period
	)`;

/**
 * What the ledger must say of runs as they ended, for {@link settling}: what failed gives its request back and is booked all
 * the same, for what broke in the middle was paid for. What somebody's own key paid is no money of the company's.
 * @param runs the name of a CTE with these columns of llm_usage_logs: id, state, cost_usd, cost_state, key_source
 */
export const settlementsOf = (runs: SQL): SQL => sql`
	select id as run_id, case state when 'failed' then 'released' else 'settled' end as state,
		case key_source when 'own' then null else cost_usd end as cost_usd,
		key_source <> 'own' and coalesce(cost_state = 'unpriced', false) as is_unpriced
	from ${runs}`;

const endStale = preparedStatement<{ ended: number }>(sql`
	with stale as (
		select e.run_id, l.id, l.state, l.cost_usd, l.cost_state, l.key_source
		from ${ledgerEntries} e left join ${llmUsageLogs} l on l.id = e.run_id
		where e.state = 'held' and e.expires_at < ${sql.placeholder("at")} and (l.id is null or l.state <> 'started')
		limit 1000
	),
	ended as (select * from stale where id is not null),
	${settling(sql`
		select run_id, 'expired' as state, null::numeric as cost_usd, false as is_unpriced from stale where id is null
		union all ${settlementsOf(sql`ended`)}`)}
	select count(*)::int as ended from entry`);

/**
 * Ends holds that nobody will settle: their time is over and their run is not under way. Where there is no run the hold
 * goes back; where the run has ended, it is booked as it ended. Runs whose process died are ended by `closeOrphans`.
 * @returns how many holds ended
 */
export async function expireHolds(db: Db, at = new Date()): Promise<number> {
	const [row] = await endStale(db, { at: at.toISOString() });
	return row?.ended ?? 0;
}
