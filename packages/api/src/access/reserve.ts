import { executePrepared, insertOf, rowsOf, schema, type Tx } from "@llm-hub/db";
import { addUsd } from "@llm-hub/providers";
import { sql } from "drizzle-orm";
import { LimitExceededError } from "../errors.ts";
import type { AccessFacts } from "./facts.ts";
import { type EstimatedUsd, limitFor } from "./limit-for.ts";
import { periodsOf } from "./periods.ts";
import {
	type Counter,
	type CounterKey,
	type CounterValue,
	counterName,
	countersFor,
	nothing,
	quotasOf,
} from "./quotas.ts";
import type { Verdict } from "./resolver.ts";
import type { Quota } from "./schema.ts";
import { traceOfLimit } from "./trace.ts";

const { ledgerEntries, usageCounters } = schema;

/** A call that the rules allow; what `reserve` then takes it from. */
export interface Authorization {
	facts: AccessFacts;
	verdict: Verdict;
	/** As the catalog has it. */
	modelId: string;
	/** Null also when no budget asks. */
	estimateUsd: EstimatedUsd;
}

export interface Reservation {
	tierCode: string;
	/** With this run counted. */
	quotas: Quota[];
	/** The request quota that is nearest to its end, for `X-RateLimit-*`; null where all are unlimited. */
	nearest: { limit: number; remaining: number; resetsAt: Date | null } | null;
}

/** From then on a hold whose run is not under way is given back. */
const holdMs = 15 * 60_000;

/** A call that is about to begin. `at` decides the month and day, and must be the run's start. */
export interface WantedReservation {
	runId: string;
	at: Date;
	authorization: Authorization;
}

/**
 * Takes one request and the estimated cost of each call from every quota that binds it, or from none: in their order, so
 * that of several which want the last one the first has it. The counters are locked, in one order and until the
 * transaction ends, so any number of servers may call at once, and this belongs last in it.
 * @returns for each call its reservation, or the LimitExceededError that refuses it alone
 */
export async function reserve(
	tx: Tx,
	wanted: readonly WantedReservation[],
): Promise<(Reservation | LimitExceededError)[]> {
	const standings = standingsOf(wanted);
	const kept = await lockCounters(tx, standings.flat());
	const { answers, touched } = decide(wanted, standings, kept);
	const reserved = wanted.filter((_, index) => !(answers[index] instanceof Error));
	if (reserved.length > 0) await write(tx, reserved.map(entryOf), touched);
	return answers;
}

/** The counters that each call stands in. */
export const standingsOf = (wanted: readonly WantedReservation[]): Counter[][] =>
	wanted.map(({ authorization: { facts, verdict }, at }) => countersFor(facts, verdict, at));

export type KeptCounter = CounterKey & CounterValue;

/**
 * Takes each call from the counters as they are kept, in their order, and says what came of it.
 * @param kept finds a counter's row, which is changed
 */
export function decide(
	wanted: readonly WantedReservation[],
	standings: readonly Counter[][],
	kept: (key: CounterKey) => KeptCounter,
): { answers: (Reservation | LimitExceededError)[]; touched: KeptCounter[] } {
	const touched = new Set<KeptCounter>();
	const answers = wanted.map(({ authorization, at }, index) => {
		const { facts, estimateUsd } = authorization;
		const counters = standings[index] ?? [];
		const rows = counters.map((counter) => kept(counter));
		const quotas = counters.flatMap((counter, place) => quotasOf(counter, rows[place] ?? nothing));
		const limited = limitFor(quotas, estimateUsd);
		if (limited) return limitExceeded(authorization, quotas, limited, at);
		for (const row of rows) {
			row.requests += 1;
			if (estimateUsd !== null) row.heldUsd = addUsd(row.heldUsd, estimateUsd);
			touched.add(row);
		}
		return reservationOf(facts, counters, rows);
	});
	return { answers, touched: [...touched] };
}

/**
 * Locks the counters and reads them; those that nobody has used yet begin at nothing. The update that changes nothing
 * is what takes the lock and waits for whoever has it.
 */
async function lockCounters(tx: Tx, counters: readonly CounterKey[]): Promise<(key: CounterKey) => KeptCounter> {
	const keys = counters.map(({ scope, subject, rule, period }) => ({ scope, subject, rule, period }));
	const rows = await executePrepared<KeptCounter>(
		tx,
		sql`insert into ${usageCounters} as c (scope, subject, rule, period)
			select distinct scope, subject, rule, period from ${rowsOf(usageCounters, keys)}
			order by scope, subject, rule, period
			on conflict (scope, subject, rule, period) do update set requests = c.requests
			returning scope, subject, rule, period, requests, spent_usd as "spentUsd", held_usd as "heldUsd", unpriced`,
	);
	return findIn(rows);
}

/** Finds a counter's row among those that were locked. */
export function findIn(rows: readonly KeptCounter[]): (key: CounterKey) => KeptCounter {
	const byKey = new Map(rows.map((row) => [counterName(row), row]));
	return (key) => {
		const row = byKey.get(counterName(key));
		if (!row) throw new Error("A counter was not locked.");
		return row;
	};
}

const write = (tx: Tx, entries: (typeof ledgerEntries.$inferInsert)[], counters: readonly KeptCounter[]) =>
	executePrepared(
		tx,
		sql`with entry as (${insertOf(ledgerEntries, entries)})
			update ${usageCounters} c set requests = v.requests, held_usd = v.held_usd
			from ${rowsOf(usageCounters, counters)} v
			where c.scope = v.scope and c.subject = v.subject and c.rule = v.rule and c.period = v.period`,
	);

export function entryOf({ runId, at, authorization }: WantedReservation): typeof ledgerEntries.$inferInsert {
	const { facts, verdict, modelId, estimateUsd } = authorization;
	const { month, day } = periodsOf(at);
	return {
		runId,
		userId: facts.userId,
		tierCode: facts.tierCode,
		tokenId: facts.tokenId,
		grantId: verdict.grant?.id ?? null,
		modelId,
		rulePattern: verdict.grant ? null : (verdict.rule?.modelPattern ?? null),
		month,
		day,
		estimateUsd,
		state: "held",
		reservedAt: at,
		expiresAt: new Date(at.getTime() + holdMs),
	};
}

function reservationOf(facts: AccessFacts, counters: Counter[], values: CounterValue[]): Reservation {
	const quotas = counters.flatMap((counter, index) => quotasOf(counter, values[index] ?? nothing));
	let nearest: Reservation["nearest"] = null;
	for (const { unit, limit, remaining, resetsAt } of quotas) {
		if (unit !== "requests" || limit === null || remaining === null) continue;
		if (nearest === null || remaining < nearest.remaining) nearest = { limit, remaining, resetsAt };
	}
	return { tierCode: facts.tierCode, quotas, nearest };
}

function limitExceeded({ facts, verdict, modelId }: Authorization, quotas: Quota[], limited: Quota, at: Date) {
	const trace = traceOfLimit(facts, modelId, verdict, quotas, limited);
	const { limit, used, resetsAt, name, unit } = limited;
	const seconds = resetsAt ? Math.max(1, Math.ceil((resetsAt.getTime() - at.getTime()) / 1000)) : 86_400;
	const rule = name === "requests_per_day" ? (verdict.rule?.modelPattern ?? name) : name;
	const details = { limit, used, unit, resetsAt, rule, currentTier: facts.tierCode, trace };
	return new LimitExceededError(trace.message, seconds, details);
}
