import { schema } from "@llm-hub/db";
import { and, eq, inArray, or } from "drizzle-orm";
import type { Context } from "../context.ts";
import { refusalOfPerson, subjectOf } from "./authorize-run.ts";
import { type AccessDeps, type AccessFacts, loadFacts, openGrants, type Subject } from "./facts.ts";
import { periodsOf } from "./periods.ts";
import { type CounterRow, countersFor, isSame, nothing, quotasOf } from "./quotas.ts";
import { resolveAccess, type Verdict } from "./resolver.ts";
import type { Quota, Usability } from "./schema.ts";
import { bindingQuota, isUsedUp, tierThatAllows } from "./trace.ts";

const { accessGrants, usageCounters, users } = schema;

type Caller = AccessDeps & Pick<Context, "actor">;

/** Whether a run would be let through by role, rules and quotas; one that nobody bills asks no budget. */
export type AskUsability = (modelId: string, isFree?: boolean) => Usability;

const refused = (reason: Usability["reason"]): Usability => ({ usable: false, reason, rule: null, tierRequired: null });

/**
 * Whether the caller may use a model, as a function to ask for thousands: three statements, whatever the number. It
 * says of every model what a call would be told at this moment, but for what only a call can know: the prompt's length
 * and price, and the runs of the last minute.
 */
export async function usabilityFor(ctx: Caller): Promise<AskUsability> {
	const { actor } = ctx;
	if (actor?.kind !== "user" && actor?.kind !== "token") return () => refused("signed_out");
	if (actor.kind === "token" && !actor.scopes.includes("lab:run")) return () => refused("scope");
	const now = new Date();
	const subject = subjectOf({ actor });
	// Side by side: over one connection they travel together.
	const [facts, grants, counters] = await Promise.all([
		loadFacts(ctx, subject),
		openGrants(ctx, subject.userId, now),
		countersOf(ctx, subject, now),
	]);
	const usedUp = usedUpQuotas(facts, counters, now);
	return (modelId, isFree = false) => {
		const refusal = refusalOfPerson(facts, modelId);
		if (refusal) return refused(refusal.reason);
		const verdict = resolveAccess(facts.policy.rules, grants, { tierCode: facts.tierCode, modelId });
		const { allowed, reason } = verdict;
		const rule = (verdict.grant ?? verdict.rule)?.modelPattern ?? null;
		if (!allowed) {
			return { usable: false, reason, rule, tierRequired: tierThatAllows(facts, modelId)?.code ?? null };
		}
		const limit = bindingQuota(usedUp(verdict).filter(({ unit }) => !(unit === "usd" && isFree)));
		if (limit) {
			const { name, resetsAt } = limit;
			return { usable: false, reason: "limit", rule, tierRequired: null, limit: { name, resetsAt } };
		}
		const { maxRequestsPerDay, maxContextLength } = verdict;
		return {
			usable: true,
			reason,
			rule,
			tierRequired: null,
			...(maxRequestsPerDay !== null && { maxRequestsPerDay }),
			...(maxContextLength !== null && { maxContextLength }),
		};
	};
}

/** The same for a few models, by their ids. */
export async function usableModels(ctx: Caller, modelIds: readonly string[]): Promise<Map<string, Usability>> {
	const usability = await usabilityFor(ctx);
	return new Map(modelIds.map((modelId) => [modelId, usability(modelId)]));
}

/** Every counter that may bind a run of somebody now. */
function countersOf({ db }: AccessDeps, { userId, tokenId }: Subject, now: Date): Promise<CounterRow[]> {
	const { scope, subject, period } = usageCounters;
	const { month, day } = periodsOf(now);
	const tier = db.select({ code: users.tierCode }).from(users).where(eq(users.id, userId));
	const grants = db.select({ id: accessGrants.id }).from(accessGrants).where(eq(accessGrants.userId, userId));
	const monthly = [and(eq(scope, "user"), eq(subject, userId)), and(eq(scope, "tier"), inArray(subject, tier))];
	if (tokenId !== null) monthly.push(and(eq(scope, "token"), eq(subject, tokenId)));
	return db
		.select()
		.from(usageCounters)
		.where(
			or(
				and(or(...monthly), eq(period, month)),
				and(eq(scope, "rule"), eq(subject, userId), eq(period, day)),
				and(eq(scope, "grant"), inArray(subject, grants)),
			),
		);
}

/** Which quotas have nothing left for a run under a verdict. */
function usedUpQuotas(facts: AccessFacts, rows: readonly CounterRow[], now: Date) {
	const known = new Map<Verdict["rule"] | Verdict["grant"], Quota[]>();
	return (verdict: Verdict): Quota[] => {
		const decidedBy = verdict.grant ?? verdict.rule;
		const remembered = known.get(decidedBy);
		if (remembered) return remembered;
		const usedUp = countersFor(facts, verdict, now)
			.flatMap((counter) => quotasOf(counter, rows.find((row) => isSame(row, counter)) ?? nothing))
			.filter(isUsedUp);
		known.set(decidedBy, usedUp);
		return usedUp;
	};
}
