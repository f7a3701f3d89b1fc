import { type Db, type DbOrTx, jsonOf, preparedStatement, recordsOf, schema } from "@llm-hub/db";
import { and, eq, lt, ne, or, type SQL, sql } from "drizzle-orm";

const { ledgerEntries, llmUsageLogs, usageCounters } = schema;

/** How a run ended, as far as the ledger is concerned. */
export interface Settlement {
	/** Whether it keeps its request: what failed gives it back, what succeeded or was cancelled does not. */
	counts: boolean;
	/** Booked in either case: what broke in the middle was paid for. Null is no cost, or an unknown one. */
	costUsd: string | null;
	/** It cost something that nobody knows. */
	isUnpriced?: boolean;
}

/**
 * Turns the holds of runs into what they cost, in every counter that they stand in. Only the first settlement of a run
 * changes anything; one that comes after the hold has expired still books the run. Belongs into the transaction that
 * ends the runs.
 */
export async function settle(tx: DbOrTx, settlements: readonly (Settlement & { runId: string })[]): Promise<void> {
	await end(
		tx,
		settlements.map(({ runId, counts, costUsd, isUnpriced = false }) => ({
			runId,
			state: counts ? "settled" : "released",
			costUsd,
			isUnpriced,
		})),
	);
}

/**
 * Ends holds that nobody will settle: their time is over and their run is not under way. Where there is no run the hold
 * goes back; where the run has ended, it is booked as it ended. Runs whose process died are ended by `closeOrphans`.
 * @returns how many holds ended
 */
export async function expireHolds(db: Db, at = new Date()): Promise<number> {
	const stale = await db
		.select({
			runId: ledgerEntries.runId,
			state: llmUsageLogs.state,
			costUsd: llmUsageLogs.costUsd,
			costState: llmUsageLogs.costState,
			keySource: llmUsageLogs.keySource,
		})
		.from(ledgerEntries)
		.leftJoin(llmUsageLogs, eq(llmUsageLogs.id, ledgerEntries.runId))
		.where(
			and(
				eq(ledgerEntries.state, "held"),
				lt(ledgerEntries.expiresAt, at),
				or(sql`${llmUsageLogs.id} is null`, ne(llmUsageLogs.state, "started")),
			),
		)
		.limit(1_000);
	const [neverRun, ended] = [stale.filter(({ state }) => state === null), stale.filter(({ state }) => state !== null)];
	await end(
		db,
		neverRun.map(({ runId }) => ({ runId, state: "expired", costUsd: null, isUnpriced: false })),
	);
	await settle(
		db,
		ended.map(({ runId, state, ...run }) => ({ runId, ...settlementOf({ state: state ?? "failed", ...run }) })),
	);
	return stale.length;
}

interface EndedRun {
	state: string;
	costUsd: string | null;
	costState: string | null;
	keySource: string | null;
}

/** What the ledger must say of a run that ended so. What somebody's own key paid is no money of the company's. */
export const settlementOf = ({ state, costUsd, costState, keySource }: EndedRun): Settlement => {
	const isOwn = keySource === "own";
	return {
		counts: state !== "failed",
		costUsd: isOwn ? null : costUsd,
		isUnpriced: !isOwn && costState === "unpriced",
	};
};

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

type End = Pick<typeof ledgerEntries.$inferInsert, "runId" | "state" | "costUsd" | "isUnpriced">;

/**
 * Each entry changes once, and the counters are locked in the order in which `reserve` locks them: the CTEs of one
 * statement, the last of them `booked`.
 * @param wanted a query of (run_id, state, cost_usd, is_unpriced): how entries end
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
 * {@link settlementOf} as a query for {@link settling}.
 * @param runs the name of a CTE with these columns of llm_usage_logs: id, state, cost_usd, cost_state, key_source
 */
export const settlementsOf = (runs: SQL): SQL => sql`
	select id as run_id, case state when 'failed' then 'released' else 'settled' end as state,
		case key_source when 'own' then null else cost_usd end as cost_usd,
		key_source <> 'own' and coalesce(cost_state = 'unpriced', false) as is_unpriced
	from ${runs}`;

const endEntries = preparedStatement(sql`
	with ${settling(sql`
		select run_id, state, cost_usd, is_unpriced from ${recordsOf(ledgerEntries, sql.placeholder("ends"))}`)}
	select 1`);

async function end(tx: DbOrTx, ends: readonly End[]): Promise<void> {
	if (ends.length > 0) await endEntries(tx, { ends: jsonOf(ledgerEntries, ends) });
}
