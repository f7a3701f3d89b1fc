import { schema, type Tx } from "@llm-hub/db";
import { addUsd } from "@llm-hub/providers";
import { sql } from "drizzle-orm";
import { LimitExceededError } from "../errors.ts";
import type { AccessFacts } from "./facts.ts";
import { periodsOf } from "./periods.ts";
import {
	type Counter,
	type CounterKey,
	type CounterValue,
	countersFor,
	isSame,
	nothing,
	quotasOf,
	readCounters,
} from "./quotas.ts";
import type { Verdict } from "./resolver.ts";
import type { Quota } from "./schema.ts";
import { bindingQuota, traceOfLimit } from "./trace.ts";
import { isMore } from "./usd.ts";

const { ledgerEntries, usageCounters } = schema;

/** A call that the rules allow; what `reserve` then takes it from. */
export interface Authorization {
	facts: AccessFacts;
	verdict: Verdict;
	/** As the catalog has it. */
	modelId: string;
	/** The most it may cost; `0` when nobody bills it, null when no budget asks or no price is known. */
	estimateUsd: string | null;
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

/**
 * Takes one request and the estimated cost from every quota that binds the run, or from none: one statement checks and
 * counts, so any number of servers may call at once. Counter rows are locked in one order and until the transaction
 * ends, so this belongs last in it. `at` decides the month and day, and must be the run's start.
 * @throws LimitExceededError, after which the transaction must be rolled back
 */
export async function reserve(
	tx: Tx,
	authorization: Authorization,
	{ runId, at }: { runId: string; at: Date },
): Promise<Reservation> {
	const { facts, verdict, modelId, estimateUsd } = authorization;
	const counters = countersFor(facts, verdict, at);
	const { month, day } = periodsOf(at);
	const estimate = sql`${estimateUsd}::numeric`;
	const wanted = sql.join(
		counters.map(
			({ scope, subject, rule, period, maxRequests, maxUsd }) =>
				sql`(${scope}, ${subject}, ${rule}, ${period}, ${maxRequests}::int, ${maxUsd}::numeric)`,
		),
		sql`, `,
	);
	// What is free is never refused for money; what has no price is, once the budget is used up.
	const fits = (used: ReturnType<typeof sql>) => sql`(w.max_usd is null or ${estimate} = 0
		or (${estimate} is null and ${used} < w.max_usd) or ${used} + ${estimate} <= w.max_usd)`;
	const entry = {
		userId: facts.userId,
		tierCode: facts.tierCode,
		tokenId: facts.tokenId,
		grantId: verdict.grant?.id ?? null,
		rulePattern: verdict.grant ? null : (verdict.rule?.modelPattern ?? null),
		reservedAt: at.toISOString(),
		expiresAt: new Date(at.getTime() + holdMs).toISOString(),
	};
	const taken = await tx.execute<CounterKey & CounterValue>(sql`
		with wanted (scope, subject, rule, period, max_requests, max_usd) as (values ${wanted}),
		taken as (
			insert into ${usageCounters} as c (scope, subject, rule, period, requests, held_usd)
			select scope, subject, rule, period, 1, coalesce(${estimate}, 0) from wanted w
			where (w.max_requests is null or w.max_requests >= 1) and ${fits(sql`0`)}
			order by scope, subject, rule, period
			on conflict (scope, subject, rule, period) do update
			set requests = c.requests + 1, held_usd = c.held_usd + excluded.held_usd
			where exists (
				select from wanted w
				where w.scope = excluded.scope and w.subject = excluded.subject and w.rule = excluded.rule
				and w.period = excluded.period
				and (w.max_requests is null or c.requests < w.max_requests) and ${fits(sql`c.spent_usd + c.held_usd`)}
			)
			returning scope, subject, rule, period, requests, spent_usd, held_usd, unpriced
		),
		entry as (
			insert into ${ledgerEntries} (run_id, user_id, tier_code, token_id, grant_id, model_id, rule_pattern,
				month, day, estimate_usd, state, reserved_at, expires_at)
			select ${runId}, ${entry.userId}, ${entry.tierCode}, ${entry.tokenId}, ${entry.grantId}, ${modelId},
				${entry.rulePattern}, ${month}, ${day}, ${estimate}, 'held', ${entry.reservedAt}::timestamptz,
				${entry.expiresAt}::timestamptz
			where (select count(*) from taken) = (select count(*) from wanted)
		)
		select scope, subject, rule, period, requests, spent_usd as "spentUsd", held_usd as "heldUsd", unpriced from taken`);
	const mine = counters.map((counter) => taken.find((row) => isSame(row, counter)));
	if (mine.every((value) => value !== undefined)) return reservationOf(facts, counters, mine);

	// Every row that refused is locked by this transaction, so what is read now is what refused. What was taken beside it
	// goes back with the transaction, and is not shown.
	const values = (await readCounters(tx, counters)).map((value, index) =>
		mine[index] ? withoutThis(value, estimateUsd ?? "0") : value,
	);
	const quotas = counters.map((counter, index) => quotasOf(counter, values[index] ?? nothing));
	const refusing = quotas.filter((_, index) => !mine[index]).flatMap((of) => of.filter((q) => refuses(q, estimateUsd)));
	const limited = bindingQuota(refusing);
	if (!limited) throw new Error("The ledger refused a run without a limit that says so.");
	throw limitExceeded(authorization, quotas.flat(), limited, at);
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

const withoutThis = (value: CounterValue, estimateUsd: string): CounterValue => ({
	...value,
	requests: value.requests - 1,
	heldUsd: addUsd(value.heldUsd, `-${estimateUsd}`),
});

function refuses(quota: Quota, estimateUsd: string | null): boolean {
	if (quota.unit === "requests") return quota.remaining === 0;
	if (quota.limit === null || estimateUsd === "0") return false;
	return estimateUsd === null ? quota.remaining === "0" : isMore(addUsd(quota.used, estimateUsd), quota.limit);
}

function limitExceeded({ facts, verdict, modelId }: Authorization, quotas: Quota[], limited: Quota, at: Date) {
	const trace = traceOfLimit(facts, modelId, verdict, quotas, limited);
	const { limit, used, resetsAt, name, unit } = limited;
	const seconds = resetsAt ? Math.max(1, Math.ceil((resetsAt.getTime() - at.getTime()) / 1000)) : 86_400;
	const rule = name === "requests_per_day" ? (verdict.rule?.modelPattern ?? name) : name;
	const details = { limit, used, unit, resetsAt, rule, currentTier: facts.tierCode, trace };
	return new LimitExceededError(trace.message, seconds, details);
}
