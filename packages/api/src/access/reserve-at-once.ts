import { jsonOf, listOf, recordsOf, schema } from "@llm-hub/db";
import { addUsd } from "@llm-hub/providers";
import { type SQL, sql } from "drizzle-orm";
import { type Counter, type CounterKey, counterName } from "./quotas.ts";
import {
	decide,
	entryOf,
	findIn,
	type KeptCounter,
	type Reservation,
	standingsOf,
	type WantedReservation,
} from "./reserve.ts";
import { isMore } from "./usd.ts";

const { ledgerEntries, usageCounters } = schema;

const entryColumns = [
	"runId",
	"userId",
	"tierCode",
	"tokenId",
	"grantId",
	"modelId",
	"rulePattern",
	"month",
	"day",
	"estimateUsd",
	"state",
	"reservedAt",
	"expiresAt",
] as const;
const entryList = listOf(ledgerEntries, entryColumns);

/**
 * What `reserve` does for calls that all fit into their quotas, as the CTEs of one statement: it locks the counters in
 * the same order, and where every counter exists and has room for all of the calls, `fits.ok` is true, and they are
 * counted and written. Else nothing is: then `reserve` finds out who is refused. Whatever else is to be written with them
 * selects `from fits where fits.ok`. No record has a field `absent`: asking for it makes the planner expect few of them, and
 * find each counter by its key.
 * @param also what must hold as well
 */
export const reservingAll = (also = sql`true`): SQL => sql`
	want as (
		select * from jsonb_to_recordset(${sql.placeholder("want")}::jsonb) as w(
			scope text, subject text, rule text, period text, requests int, held_usd numeric, max_requests int, max_usd numeric,
			absent text
		) where w.absent is null
	),
	locked as (
		select c.scope, c.subject, c.rule, c.period, c.requests, c.spent_usd, c.held_usd, c.unpriced
		from ${usageCounters} c join want using (scope, subject, rule, period)
		order by c.scope, c.subject, c.rule, c.period
		for update of c
	),
	fits as (
		select bool_and(l.requests is not null
			and coalesce(l.requests + want.requests <= want.max_requests, true)
			and coalesce(l.spent_usd + l.held_usd + want.held_usd <= want.max_usd, true)) and ${also} as ok
		from want left join locked l using (scope, subject, rule, period)
	),
	counted as (
		update ${usageCounters} c set requests = c.requests + want.requests, held_usd = c.held_usd + want.held_usd
		from locked l join want using (scope, subject, rule, period), fits
		where fits.ok and c.scope = l.scope and c.subject = l.subject and c.rule = l.rule and c.period = l.period
	),
	entries as (
		insert into ${ledgerEntries} (${entryList})
		select ${entryList} from ${recordsOf(ledgerEntries, sql.placeholder("entries"))}, fits where fits.ok
	)`;

/** What such a statement selects in the end: the counters as they were before. */
export const reservedAll: SQL = sql`
	select l.scope, l.subject, l.rule, l.period, l.requests, l.spent_usd as "spentUsd", l.held_usd as "heldUsd", l.unpriced
	from fits join locked l on fits.ok`;

/**
 * Makes the reservations of a statement with {@link reservingAll}.
 * @param execute runs it with these values
 * @returns null where they do not all fit, or that cannot be said so simply; nothing was written then
 */
export async function reserveAtOnce(
	wanted: readonly WantedReservation[],
	execute: (values: { want: string; entries: string }) => Promise<KeptCounter[]>,
): Promise<Reservation[] | null> {
	const standings = standingsOf(wanted);
	const want = sumsOf(wanted, standings);
	if (!want) return null;
	const entries = jsonOf(ledgerEntries, wanted.map(entryOf));
	const rows = await execute({ want: JSON.stringify(want), entries });
	if (rows.length === 0) return null;
	const { answers } = decide(wanted, standings, findIn(rows));
	// Where all fit together, each fits.
	return answers as Reservation[];
}

interface Sum extends CounterKey {
	requests: number;
	held_usd: string;
	/** The least that any of the calls knows. */
	max_requests: number | null;
	/** Null also where nothing that is wanted costs. */
	max_usd: string | null;
}

/** What the calls want of each counter together; null where a budget meets an unknown price. */
function sumsOf(wanted: readonly WantedReservation[], standings: readonly Counter[][]): Sum[] | null {
	const sums = new Map<string, Sum>();
	for (const [index, { authorization }] of wanted.entries()) {
		const { estimateUsd } = authorization;
		const costs = estimateUsd !== null && Number(estimateUsd) > 0;
		for (const counter of standings[index] ?? []) {
			const { scope, subject, rule, period, maxRequests, maxUsd } = counter;
			if (maxUsd !== null && estimateUsd === null) return null;
			const name = counterName(counter);
			const none = { requests: 0, held_usd: "0", max_requests: null, max_usd: null };
			const sum = sums.get(name) ?? { scope, subject, rule, period, ...none };
			sum.requests += 1;
			if (costs) sum.held_usd = addUsd(sum.held_usd, estimateUsd);
			if (maxRequests !== null) sum.max_requests = Math.min(maxRequests, sum.max_requests ?? maxRequests);
			if (costs && maxUsd !== null && !(sum.max_usd !== null && isMore(maxUsd, sum.max_usd))) sum.max_usd = maxUsd;
			sums.set(name, sum);
		}
	}
	return [...sums.values()];
}
