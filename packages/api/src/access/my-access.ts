import { schema } from "@llm-hub/db";
import { and, eq } from "drizzle-orm";
import type { UserContext } from "../context.ts";
import { loadCallerFacts } from "./authorize-run.ts";
import { openGrants } from "./facts.ts";
import { periodsOf } from "./periods.ts";
import { countersFor, quotasOf, readQuotas, ruleKey } from "./quotas.ts";
import type { MyAccess } from "./schema.ts";

const { usageCounters } = schema;

/** The caller's tier with what is left of its quotas, of today's rules that were used, and of the open grants. */
export async function myAccess(ctx: UserContext): Promise<MyAccess> {
	const now = new Date();
	const facts = await loadCallerFacts(ctx);
	const { userId, role, tierCode, tier, policy } = facts;
	const standing = countersFor(facts, { rule: null, grant: null }, now);
	const today = await ctx.db
		.select()
		.from(usageCounters)
		.where(
			and(
				eq(usageCounters.scope, "rule"),
				eq(usageCounters.subject, userId),
				eq(usageCounters.period, periodsOf(now).day),
			),
		);
	const rules = policy.rules.rules.filter((rule) => rule.tierCode === tierCode && rule.allowed);
	const byRule = rules.flatMap((rule) => {
		const used = today.find((counter) => counter.rule === ruleKey(rule));
		const counter = countersFor(facts, { rule, grant: null }, now).find(({ scope }) => scope === "rule");
		return used && counter ? quotasOf(counter, used) : [];
	});
	const grants = await openGrants(ctx, userId, now);
	const byGrant = grants.flatMap((grant) =>
		countersFor(facts, { rule: null, grant }, now).filter(({ scope }) => scope === "grant"),
	);
	return {
		role,
		tierCode,
		tierName: tier?.name ?? tierCode,
		quotas: [...(await readQuotas(ctx.db, standing)), ...byRule, ...(await readQuotas(ctx.db, byGrant))],
		grants,
	};
}
