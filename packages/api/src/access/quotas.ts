import { type DbOrTx, schema } from "@llm-hub/db";
import { addUsd } from "@llm-hub/providers";
import { and, eq, or } from "drizzle-orm";
import type { AccessFacts } from "./facts.ts";
import { periodsOf } from "./periods.ts";
import type { Grant } from "./resolver.ts";
import type { Quota, Rule } from "./schema.ts";
import { plainUsd, usdLeft } from "./usd.ts";

const { usageCounters } = schema;

export type CounterRow = typeof usageCounters.$inferSelect;
export type CounterKey = Pick<CounterRow, "scope" | "subject" | "rule" | "period">;
export type CounterValue = Pick<CounterRow, "requests" | "spentUsd" | "heldUsd" | "unpriced">;

/** A counter that a run stands in, with the limits that hold it. */
export interface Counter extends CounterKey {
	label: string;
	maxRequests: number | null;
	maxUsd: string | null;
	resetsAt: Date | null;
}

export const ruleKey = (rule: Pick<Rule, "tierCode" | "modelPattern">): string =>
	`${rule.tierCode} ${rule.modelPattern}`;

/**
 * The counters that a run under this rule or grant stands in. The same list is reserved from, shown and explained; SQL
 * derives it again from a ledger entry (see `countersOfEntries`).
 */
export function countersFor(
	facts: AccessFacts,
	{ rule, grant }: { rule: Rule | null; grant: Grant | null },
	at: Date,
): Counter[] {
	const { userId, tokenId, tierCode, tier, userBudgetUsd, tokenBudgetUsd } = facts;
	const { month, monthEnds, day, dayEnds } = periodsOf(at);
	const monthly = (
		scope: Counter["scope"],
		subject: string,
		label: string,
		limits: Pick<Counter, "maxRequests" | "maxUsd">,
	) => ({
		scope,
		subject,
		rule: "",
		period: month,
		label,
		maxRequests: limits.maxRequests,
		maxUsd: limits.maxUsd,
		resetsAt: monthEnds,
	});
	// A tier that is gone allows no tests.
	const maxTests = tier ? tier.testsPerMonth : 0;
	const tierName = tier?.name ?? tierCode;
	const ofUser = { maxRequests: grant && !tier ? null : maxTests, maxUsd: userBudgetUsd };
	const ofTier = { maxRequests: null, maxUsd: tier?.budgetUsd ?? null };
	const counters: Counter[] = [
		monthly("user", userId, `tier ${tierName}`, ofUser),
		monthly("tier", tierCode, `all of tier ${tierName}`, ofTier),
	];
	if (tokenId !== null) {
		counters.push(monthly("token", tokenId, "this token", { maxRequests: null, maxUsd: tokenBudgetUsd }));
	}
	if (grant) {
		const { id, modelPattern: label, maxRequests, expiresAt: resetsAt } = grant;
		const key = { scope: "grant", subject: id, rule: "", period: "total" } as const;
		counters.push({ label: `grant for ${label}`, maxRequests, maxUsd: null, resetsAt, ...key });
	} else if (rule) {
		const key = { scope: "rule", subject: userId, rule: ruleKey(rule), period: day } as const;
		const { modelPattern: label, maxRequestsPerDay: maxRequests } = rule;
		counters.push({ label: `rule ${label}`, maxRequests, maxUsd: null, resetsAt: dayEnds, ...key });
	}
	return counters;
}

/** A counter that nobody has used yet. */
export const nothing: CounterValue = { requests: 0, spentUsd: "0", heldUsd: "0", unpriced: 0 };

/** A counter's key as one text. */
export const counterName = ({ scope, subject, rule, period }: CounterKey): string =>
	`${scope}\n${period}\n${subject}\n${rule}`;

/** What the counters say now, in the order given. */
export async function readCounters(db: DbOrTx, counters: readonly CounterKey[]): Promise<CounterValue[]> {
	const { scope, subject, rule, period, requests, spentUsd, heldUsd, unpriced } = usageCounters;
	const rows = await db
		.select({ scope, subject, rule, period, requests, spentUsd, heldUsd, unpriced })
		.from(usageCounters)
		.where(
			or(
				...counters.map((key) =>
					and(eq(scope, key.scope), eq(subject, key.subject), eq(rule, key.rule), eq(period, key.period)),
				),
			),
		);
	const byName = new Map(rows.map((row) => [counterName(row), row]));
	return counters.map((key) => byName.get(counterName(key)) ?? nothing);
}

const requestNames = { user: "tests_per_month", rule: "requests_per_day", grant: "grant_requests" } as const;
const budgetNames = { user: "user_budget", tier: "tier_budget", token: "token_budget" } as const;

/** What people are shown of a counter: its limit on requests, and its budget where it has one. */
export function quotasOf(counter: Counter, value: CounterValue): Quota[] {
	const { scope, label, resetsAt, maxRequests, maxUsd } = counter;
	const quotas: Quota[] = [];
	if (scope !== "tier" && scope !== "token") {
		const remaining = maxRequests === null ? null : Math.max(0, maxRequests - value.requests);
		const used = { limit: maxRequests, used: value.requests, remaining };
		quotas.push({ unit: "requests", name: requestNames[scope], label, resetsAt, ...used });
	}
	if (maxUsd !== null && scope !== "rule" && scope !== "grant") {
		const used = addUsd(value.spentUsd, value.heldUsd);
		quotas.push({
			unit: "usd",
			name: budgetNames[scope],
			label,
			resetsAt,
			limit: maxUsd,
			used,
			held: plainUsd(value.heldUsd),
			remaining: usdLeft(maxUsd, used),
			unpriced: value.unpriced,
		});
	}
	return quotas;
}

/** The quotas of a decision as they stand. */
export async function readQuotas(db: DbOrTx, counters: readonly Counter[]): Promise<Quota[]> {
	const values = await readCounters(db, counters);
	return counters.flatMap((counter, index) => quotasOf(counter, values[index] ?? nothing));
}
