import { type Db, type DbOrTx, schema } from "@llm-hub/db";
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
 * Turns a run's hold into what it cost, in every counter that it stands in. Only the first settlement of a run changes
 * anything; one that comes after the hold has expired still books the run. Belongs into the transaction that ends the run.
 */
export async function settle(tx: DbOrTx, runId: string, settlement: Settlement): Promise<void> {
	const { counts, costUsd, isUnpriced = false } = settlement;
	await end(tx, runId, { state: counts ? "settled" : "released", costUsd, isUnpriced });
}

/** Gives the request and the hold back, as if the run had never been. */
export const release = (tx: DbOrTx, runId: string): Promise<void> =>
	settle(tx, runId, { counts: false, costUsd: null });

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
	for (const { runId, state, costUsd, costState } of stale) {
		if (state === null) await end(db, runId, { state: "expired", costUsd: null, isUnpriced: false });
		else await settle(db, runId, settlementOf({ state, costUsd, costState }));
	}
	return stale.length;
}

/** What the ledger must say of a run that ended so. */
export const settlementOf = (run: { state: string; costUsd: string | null; costState: string | null }): Settlement => ({
	counts: run.state !== "failed",
	costUsd: run.costUsd,
	isUnpriced: run.costState === "unpriced",
});

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

interface End {
	state: "settled" | "released" | "expired";
	costUsd: string | null;
	isUnpriced: boolean;
}

/** One statement: the entry changes once, and its counters are locked in the order in which `reserve` locks them. */
async function end(tx: DbOrTx, runId: string, { state, costUsd, isUnpriced }: End): Promise<void> {
	const counts = state === "settled" ? 1 : 0;
	await tx.execute(sql`
		with open as (
			select * from ${ledgerEntries} where run_id = ${runId} and state in ('held', 'expired') for update
		),
		entry as (
			update ${ledgerEntries} e
			set state = ${state}, cost_usd = ${costUsd}::numeric, is_unpriced = ${isUnpriced}, ended_at = now()
			from open where e.run_id = open.run_id
			returning open.state = 'held' as was_held, coalesce(open.estimate_usd, 0) as estimate
		),
		locked as (
			select c.scope, c.subject, c.rule, c.period
			from ${usageCounters} c
			join (${countersOfEntries(sql`open`)}) k using (scope, subject, rule, period)
			order by c.scope, c.subject, c.rule, c.period
			for update of c
		)
		update ${usageCounters} c
		set requests = c.requests + ${counts}::int - entry.was_held::int,
			held_usd = c.held_usd - case when entry.was_held then entry.estimate else 0 end,
			spent_usd = c.spent_usd + coalesce(${costUsd}::numeric, 0),
			unpriced = c.unpriced + ${isUnpriced}::boolean::int
		from locked, entry
		where c.scope = locked.scope and c.subject = locked.subject and c.rule = locked.rule and c.period = locked.period`);
}
