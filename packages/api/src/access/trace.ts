import { formatUsd } from "@llm-hub/providers";
import type { AccessFacts } from "./facts.ts";
import { type EstimatedUsd, limitFor } from "./limit-for.ts";
import { resolveAccess, type Verdict } from "./resolver.ts";
import type { AccessTrace, Change, Quota, Tier } from "./schema.ts";

const utc = (moment: Date) => `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
const runs = (count: number) => `${count.toLocaleString("en-US")} ${count === 1 ? "run" : "runs"}`;

/** The smallest tier whose rules open the model, or null. */
export function tierThatAllows({ policy }: AccessFacts, modelId: string): Tier | null {
	return policy.tiers.find(({ code }) => resolveAccess(policy.rules, [], { tierCode: code, modelId }).allowed) ?? null;
}

/** Every tier whose rules open the model, from the smallest to the largest. */
export function tiersThatAllow({ policy }: Pick<AccessFacts, "policy">, modelId: string): Tier[] {
	return policy.tiers.filter(({ code }) => resolveAccess(policy.rules, [], { tierCode: code, modelId }).allowed);
}

const nameOf = ({ tier, tierCode }: AccessFacts) => tier?.name ?? tierCode;

/** Tells of a verdict that the rules (or a grant) gave, with the quotas that come after it. */
export function traceOf(
	facts: AccessFacts,
	modelId: string,
	verdict: Verdict,
	{ quotas, estimateUsd }: { quotas: Quota[]; estimateUsd: EstimatedUsd } = { quotas: [], estimateUsd: null },
): AccessTrace {
	const limited = verdict.allowed ? limitFor(quotas, estimateUsd) : null;
	if (limited) return traceOfLimit(facts, modelId, verdict, quotas, limited);
	const { reason, rule, grant } = verdict;
	const trace = { ...whoAndWhat(facts, modelId), rule, grant, quotas };
	if (verdict.allowed) {
		const message =
			grant === null
				? `Tier ${nameOf(facts)} includes ${modelId} (rule ${rule?.modelPattern ?? "none"}).`
				: `A grant opens ${modelId} until ${utc(grant.expiresAt)}.`;
		return { ...trace, verdict: "allowed", reason, message, tierRequired: null, changes: [] };
	}
	const required = tierThatAllows(facts, modelId);
	const changes: Change[] = [];
	if (reason === "context_length") {
		changes.push({ kind: "shorter", text: "Shorten the prompt, or allow fewer answer tokens." });
	} else if (required) {
		changes.push({ kind: "tier", tierCode: required.code, text: `Tier ${required.name} includes it.` });
	}
	changes.push({ kind: "ask", text: "Ask an admin for access to this model." });
	const message = messageOfDenial(facts, modelId, verdict);
	return { ...trace, verdict: "denied", reason, message, tierRequired: required?.code ?? null, changes };
}

/** Tells of a call that the rules allow and a quota does not. */
export function traceOfLimit(
	facts: AccessFacts,
	modelId: string,
	{ rule, grant }: Verdict,
	quotas: Quota[],
	limited: Quota,
): AccessTrace {
	const changes: Change[] = [];
	if (limited.resetsAt && limited.name !== "grant_requests") {
		changes.push({ kind: "wait", until: limited.resetsAt, text: `It begins anew on ${utc(limited.resetsAt)}.` });
	}
	const larger = largerTier(facts, modelId, limited);
	if (larger) changes.push({ kind: "tier", tierCode: larger.code, text: `Tier ${larger.name} has more.` });
	if (limited.unit === "usd") changes.push({ kind: "budget", text: "An admin can raise the budget." });
	if (limited.name === "grant_requests") changes.push({ kind: "ask", text: "Ask an admin for another grant." });
	return {
		...whoAndWhat(facts, modelId),
		verdict: "limited",
		reason: "limit",
		message: messageOfLimit(limited),
		rule,
		grant,
		tierRequired: null,
		quotas,
		changes,
	};
}

/** A refusal that no rule decides, such as a viewer's; `changes` say what would. */
export function traceOfRefusal(
	facts: AccessFacts,
	modelId: string,
	reason: Exclude<AccessTrace["reason"], "rule" | "grant" | "limit">,
	message: string,
	changes: Change[],
): AccessTrace {
	const nobody = { rule: null, grant: null, tierRequired: null, quotas: [] };
	return { ...whoAndWhat(facts, modelId), ...nobody, verdict: "denied", reason, message, changes };
}

const whoAndWhat = ({ userId, role, tierCode }: AccessFacts, modelId: string) => ({ userId, modelId, role, tierCode });

function messageOfDenial(facts: AccessFacts, modelId: string, { reason, rule, maxContextLength }: Verdict): string {
	const tier = `Tier ${nameOf(facts)}`;
	if (reason === "context_length") {
		const cap = maxContextLength?.toLocaleString("en-US");
		return `${tier} allows ${modelId} at most ${cap} tokens of prompt and answer together (rule ${rule?.modelPattern}).`;
	}
	const because = rule ? `rule ${rule.modelPattern} denies it` : "no rule names it";
	return `${tier} does not include ${modelId}: ${because}.`;
}

function messageOfLimit(limited: Quota): string {
	if (limited.unit === "requests") {
		const per = { requests_per_day: " a day", tests_per_month: " a month" }[limited.name as string] ?? "";
		const until = limited.resetsAt && per ? `, until ${utc(limited.resetsAt)}` : "";
		return `The ${runs(limited.limit ?? 0)}${per} of ${limited.label} ${limited.limit === 1 ? "is" : "are"} used up${until}.`;
	}
	const { limit, remaining, label } = limited;
	const budget = limited.name === "user_budget" ? "Your budget" : `The budget of ${label}`;
	return `${budget} of ${formatUsd(limit ?? "0")} a month has ${formatUsd(remaining ?? "0")} left, and this run may cost more.`;
}

/** The smallest tier that allows the model with a higher limit of this kind. */
function largerTier(facts: AccessFacts, modelId: string, { name, limit }: Quota): Tier | null {
	if (name !== "tests_per_month" && name !== "requests_per_day") return null;
	const { tiers, rules } = facts.policy;
	const limitIn = (tier: Tier) => {
		const verdict = resolveAccess(rules, [], { tierCode: tier.code, modelId });
		if (!verdict.allowed) return 0;
		const inTier = name === "tests_per_month" ? tier.testsPerMonth : verdict.maxRequestsPerDay;
		return inTier ?? Number.POSITIVE_INFINITY;
	};
	return tiers.find((tier) => tier.code !== facts.tierCode && limitIn(tier) > Number(limit)) ?? null;
}
