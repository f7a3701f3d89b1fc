import { readsOf, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { batched, perDb } from "../batched.ts";
import type { Context, UserContext } from "../context.ts";
import { refusalOfPerson, subjectOf } from "./authorize-run.ts";
import { type AccessDeps, type AccessFacts, loadFacts, openGrants, type Subject } from "./facts.ts";
import { limitFor } from "./limit-for.ts";
import { periodsOf } from "./periods.ts";
import type { Policy } from "./policy.ts";
import { type CounterRow, counterName, countersFor, nothing, quotasOf } from "./quotas.ts";
import { type Grant, resolveAccess, type Verdict } from "./resolver.ts";
import type { Quota, Rule, Usability } from "./schema.ts";
import { tierThatAllows } from "./trace.ts";

const { accessGrants, usageCounters, users } = schema;

type Caller = AccessDeps & Pick<Context, "actor">;

/**
 * Whether a run would be let through by role, rules and quotas; one that nobody bills asks no budget. Models of which the
 * same is to be said share one answer, and so do callers whom no quota stops.
 */
export type AskUsability = (modelId: string, isFree?: boolean) => Usability;

export interface CallerUsability {
	ask: AskUsability;
	/**
	 * What decides beside quotas: where it is the same object, models that are once told by one object are always told the
	 * same. Null where grants may tell them apart.
	 */
	rules: object | null;
}

const refusals = new Map<Usability["reason"], Usability>();

/** Of a person, not of a model; for the same reason the same object. */
function refused(reason: Usability["reason"]): Usability {
	const answer = refusals.get(reason) ?? Object.freeze({ usable: false, reason, rule: null, tierRequired: null });
	refusals.set(reason, answer);
	return answer;
}

/**
 * Whether the caller may use a model, as a function to ask for thousands: three statements, whatever the number. It
 * says of every model what a call would be told at this moment, but for what only a call can know: the prompt's length
 * and price, and the runs of the last minute.
 */
export async function usabilityFor(ctx: Caller): Promise<CallerUsability> {
	const { actor } = ctx;
	if (actor?.kind !== "user" && actor?.kind !== "token") return always(refused("signed_out"));
	if (!mayRun(actor)) return always(refused("scope"));
	const now = new Date();
	const subject = subjectOf({ actor });
	// Side by side: over one connection they travel together.
	const [facts, grants, counters] = await Promise.all([
		loadFacts(ctx, subject),
		openGrants(ctx, subject.userId, now),
		countersOf(ctx.db, { subject, at: now }),
	]);
	const person = refusalOfPerson(facts, "");
	if (person) return always(refused(person.reason));
	const limitUnder = limitsOf(facts, counters, now);
	const answersTo = { billed: new Map<Rule | Grant, Usability>(), free: new Map<Rule | Grant, Usability>() };
	const ask: AskUsability = (modelId, isFree = false) => {
		const verdict = resolveAccess(facts.policy.rules, grants, { tierCode: facts.tierCode, modelId });
		const opener = verdict.grant ?? verdict.rule;
		if (!verdict.allowed || opener === null) return denialOf(facts, verdict, modelId);
		const answers = isFree ? answersTo.free : answersTo.billed;
		const known = answers.get(opener);
		if (known) return known;
		const limit = limitUnder(verdict, isFree);
		const answer = limit ? limitedBy(limit, opener) : openBy(verdict, opener);
		answers.set(opener, answer);
		return answer;
	};
	return { ask, rules: grants.length > 0 ? null : rulesOf(facts) };
}

/** By the scopes of a token; whom it belongs to is another question. */
export const mayRun = (actor: UserContext["actor"]): boolean =>
	actor.kind === "user" || actor.scopes.includes("lab:run");

const always = (usability: Usability): CallerUsability => ({ ask: () => usability, rules: usability });

const rulesOfTiers = new WeakMap<Policy, Map<string, object>>();

/** One object for each tier of a policy. */
function rulesOf({ policy, tierCode }: AccessFacts): object {
	const ofPolicy = rulesOfTiers.get(policy) ?? new Map<string, object>();
	rulesOfTiers.set(policy, ofPolicy);
	const rules = ofPolicy.get(tierCode) ?? {};
	ofPolicy.set(tierCode, rules);
	return rules;
}

function limitedBy({ name, resetsAt }: Quota, { modelPattern: rule }: Rule | Grant): Usability {
	return { usable: false, reason: "limit", rule, tierRequired: null, limit: { name, resetsAt } };
}

/** The answers that follow from the rules alone, for as long as the policy is kept. */
const opened = new WeakMap<Rule | Grant, Usability>();
const denied = new WeakMap<Rule | Policy, Map<string | null, Usability>>();

/** What somebody is told whom a rule or a grant lets pass and no quota stops. */
function openBy({ reason, maxRequestsPerDay, maxContextLength }: Verdict, opener: Rule | Grant): Usability {
	const known = opened.get(opener);
	if (known) return known;
	const answer = Object.freeze({
		usable: true,
		reason,
		rule: opener.modelPattern,
		tierRequired: null,
		...(maxRequestsPerDay !== null && { maxRequestsPerDay }),
		...(maxContextLength !== null && { maxContextLength }),
	});
	opened.set(opener, answer);
	return answer;
}

function denialOf(facts: AccessFacts, { reason, rule }: Verdict, modelId: string): Usability {
	const tierRequired = tierThatAllows(facts, modelId)?.code ?? null;
	const decider = rule ?? facts.policy;
	const ofDecider = denied.get(decider) ?? new Map<string | null, Usability>();
	denied.set(decider, ofDecider);
	const known = ofDecider.get(tierRequired);
	if (known) return known;
	const answer = Object.freeze({ usable: false, reason, rule: rule?.modelPattern ?? null, tierRequired });
	ofDecider.set(tierRequired, answer);
	return answer;
}

/** The same for a few models, by their ids. */
export async function usableModels(ctx: Caller, modelIds: readonly string[]): Promise<Map<string, Usability>> {
	const { ask } = await usabilityFor(ctx);
	return new Map(modelIds.map((modelId) => [modelId, ask(modelId)]));
}

/** Every counter that may bind a run of these people now. */
const selectCounters = perDb((db) => {
	const { scope, subject, period } = usageCounters;
	const among = (name: string) => sql.placeholder(name);
	const tiersOf = sql`(select ${users.tierCode} from ${users} where ${users.id} = any(${among("userIds")}))`;
	const grantsOf = sql`(select ${accessGrants.id} from ${accessGrants} where ${accessGrants.userId} = any(${among("userIds")}))`;
	return db
		.select()
		.from(usageCounters)
		.where(
			sql`(${period} = any(${among("months")}) and (
					(${scope} = 'user' and ${subject} = any(${among("userIds")}))
					or (${scope} = 'token' and ${subject} = any(${among("tokenIds")}))
					or (${scope} = 'tier' and ${subject} in ${tiersOf})))
				or (${period} = any(${among("days")}) and ${scope} = 'rule' and ${subject} = any(${among("userIds")}))
				or (${scope} = 'grant' and ${subject} in ${grantsOf})`,
		)
		.prepare("counters_of_people");
});

const countersOf = batched(async (db, wanted: { subject: Subject; at: Date }[]) => {
	const userIds = [...new Set(wanted.map(({ subject }) => subject.userId))];
	const tokenIds = [...new Set(wanted.flatMap(({ subject }) => subject.tokenId ?? []))];
	const periods = wanted.map(({ at }) => periodsOf(at));
	const months = [...new Set(periods.map(({ month }) => month))];
	const days = [...new Set(periods.map(({ day }) => day))];
	const rows = await selectCounters(readsOf(db)).execute({ userIds, tokenIds, months, days });
	const byKey: Counters = new Map(rows.map((row) => [counterName(row), row]));
	return wanted.map(() => byKey);
});

type Counters = ReadonlyMap<string, CounterRow>;

/** The quota that stops a run under a verdict. Rules without a cap of their own stand under the same quotas. */
function limitsOf(facts: AccessFacts, counters: Counters, now: Date) {
	const found = {
		billed: new Map<Rule | Grant | null, Quota | null>(),
		free: new Map<Rule | Grant | null, Quota | null>(),
	};
	return (verdict: Verdict, isFree: boolean): Quota | null => {
		const capped = verdict.grant ?? (verdict.maxRequestsPerDay === null ? null : verdict.rule);
		const limits = isFree ? found.free : found.billed;
		const known = limits.get(capped);
		if (known !== undefined) return known;
		const quotas = countersFor(facts, verdict, now).flatMap((counter) =>
			quotasOf(counter, counters.get(counterName(counter)) ?? nothing),
		);
		const limit = limitFor(quotas, isFree ? "0" : null);
		limits.set(capped, limit);
		return limit;
	};
}
