import { readsOf, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { batched, perDb } from "../batched.ts";
import type { Context } from "../context.ts";
import { refusalOfPerson, subjectOf } from "./authorize-run.ts";
import { type AccessDeps, type AccessFacts, loadFacts, openGrants, type Subject } from "./facts.ts";
import { limitFor } from "./limit-for.ts";
import { periodsOf } from "./periods.ts";
import type { Policy } from "./policy.ts";
import { type CounterRow, counterName, countersFor, nothing, quotasOf } from "./quotas.ts";
import { resolveAccess, type Verdict } from "./resolver.ts";
import type { Quota, Usability } from "./schema.ts";
import { tierThatAllows } from "./trace.ts";

const { accessGrants, usageCounters, users } = schema;

type Caller = AccessDeps & Pick<Context, "actor">;

/**
 * Whether a run would be let through by role, rules and quotas; one that nobody bills asks no budget. Models of which the
 * same is to be said share one answer.
 */
type AskUsability = (modelId: string, isFree?: boolean) => Usability;

export interface CallerUsability {
	ask: AskUsability;
	/** The rules that decide, the same for the same rules; null where every model is told the same. */
	policy: Policy | null;
	/** A grant may open a model that another one does not, though the rules treat both alike. */
	hasGrants: boolean;
}

const refused = (reason: Usability["reason"]): Usability => ({ usable: false, reason, rule: null, tierRequired: null });

/**
 * Whether the caller may use a model, as a function to ask for thousands: three statements, whatever the number. It
 * says of every model what a call would be told at this moment, but for what only a call can know: the prompt's length
 * and price, and the runs of the last minute.
 */
export async function usabilityFor(ctx: Caller): Promise<CallerUsability> {
	const { actor } = ctx;
	if (actor?.kind !== "user" && actor?.kind !== "token") return always(refused("signed_out"));
	if (actor.kind === "token" && !actor.scopes.includes("lab:run")) return always(refused("scope"));
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
	const quotasUnder = quotasOfVerdicts(facts, counters, now);
	// Thousands of models stand under a few dozen rules: each of these is answered once.
	const answers = new Map<string, Usability>();
	const once = (about: (string | boolean | null)[], make: () => Usability): Usability => {
		const key = JSON.stringify(about);
		const answer = answers.get(key) ?? make();
		answers.set(key, answer);
		return answer;
	};
	const ask: AskUsability = (modelId, isFree = false) => {
		const verdict = resolveAccess(facts.policy.rules, grants, { tierCode: facts.tierCode, modelId });
		const { allowed, reason, grant } = verdict;
		const rule = verdict.rule?.modelPattern ?? null;
		if (allowed) {
			return once([reason, grant?.id ?? rule, isFree], () => answerOf(verdict, quotasUnder(verdict), isFree));
		}
		const tierRequired = tierThatAllows(facts, modelId)?.code ?? null;
		return once([reason, rule, tierRequired], () => ({ usable: false, reason, rule, tierRequired }));
	};
	return { ask, policy: facts.policy, hasGrants: grants.length > 0 };
}

const always = (usability: Usability) => ({ ask: () => usability, policy: null, hasGrants: false });

/** What somebody is told whom the rules or a grant let pass. */
function answerOf({ reason, rule, grant, ...verdict }: Verdict, quotas: Quota[], isFree: boolean): Usability {
	const pattern = (grant ?? rule)?.modelPattern ?? null;
	const limit = limitFor(quotas, isFree ? "0" : null);
	if (limit) {
		const { name, resetsAt } = limit;
		return { usable: false, reason: "limit", rule: pattern, tierRequired: null, limit: { name, resetsAt } };
	}
	const { maxRequestsPerDay, maxContextLength } = verdict;
	return {
		usable: true,
		reason,
		rule: pattern,
		tierRequired: null,
		...(maxRequestsPerDay !== null && { maxRequestsPerDay }),
		...(maxContextLength !== null && { maxContextLength }),
	};
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

/** The quotas of a run under a verdict. */
const quotasOfVerdicts =
	(facts: AccessFacts, counters: Counters, now: Date) =>
	(verdict: Verdict): Quota[] =>
		countersFor(facts, verdict, now).flatMap((counter) =>
			quotasOf(counter, counters.get(counterName(counter)) ?? nothing),
		);
