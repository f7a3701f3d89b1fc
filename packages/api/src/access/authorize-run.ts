import { type ChatRequest, estimateCostRange, type Price, type ProviderType } from "@llm-hub/providers";
import type { UserContext } from "../context.ts";
import { ForbiddenError } from "../errors.ts";
import { type AccessDeps, type AccessFacts, loadFacts, openGrants, type Subject } from "./facts.ts";
import type { Authorization } from "./reserve.ts";
import { resolveAccess, type Verdict } from "./resolver.ts";
import type { AccessTrace } from "./schema.ts";
import { traceOf, traceOfRefusal } from "./trace.ts";

/** A call that somebody wants to make. */
export interface WantedRun {
	/** As the catalog has it: `custom/<slug>/<model>` for whatever alias was asked for. */
	modelId: string;
	request: ChatRequest;
	provider: ProviderType;
	price: Price | null;
	maxOutputTokens: number | null;
	/** See `costsNothing`. */
	isFree: boolean;
}

/** Whom the caller's calls are counted for. */
export const subjectOf = ({ actor }: Pick<UserContext, "actor">): Subject => ({
	userId: actor.userId,
	tokenId: actor.kind === "token" ? actor.tokenId : null,
});

/** The facts about the caller, to decide by. */
export const loadCallerFacts = (ctx: AccessDeps & Pick<UserContext, "actor">): Promise<AccessFacts> =>
	loadFacts(ctx, subjectOf(ctx));

/**
 * Lets pass who may use the model, whatever the length of the prompt and the quotas.
 * @throws ForbiddenError with the trace of the decision
 */
export async function requireAccess(deps: AccessDeps, facts: AccessFacts, modelId: string): Promise<Verdict> {
	const refusal = refusalOfPerson(facts, modelId);
	if (refusal) throw forbidden(refusal);
	const verdict = await verdictOn(deps, facts, { modelId });
	if (!verdict.allowed) throw forbidden(traceOf(facts, modelId, verdict));
	return verdict;
}

/**
 * Decides about one call, and what it may cost at most where a budget asks; `reserve` then takes it from the quotas.
 * @throws ForbiddenError with the trace of the decision
 */
export async function authorizeRun(deps: AccessDeps, facts: AccessFacts, run: WantedRun): Promise<Authorization> {
	const { modelId, request, provider, price, maxOutputTokens, isFree } = run;
	const verdict = await requireAccess(deps, facts, modelId);
	const budgets = [facts.userBudgetUsd, facts.tokenBudgetUsd, facts.tier?.budgetUsd ?? null];
	const hasBudget = !isFree && budgets.some((budget) => budget !== null);
	const unheld = { facts, modelId, verdict, estimateUsd: isFree ? "0" : null };
	// Counting tokens takes longer than everything else here, so only where somebody set a bound.
	if (!hasBudget && verdict.maxContextLength === null) return unheld;
	const range = await estimateCostRange(request, { provider, price, maxOutputTokens });
	const authorization = hasBudget ? { ...unheld, estimateUsd: range.highUsd } : unheld;
	if (verdict.maxContextLength === null) return authorization;
	const contextLength = range.inputTokens + (request.maxTokens ?? maxOutputTokens ?? 0);
	const fitting = await verdictOn(deps, facts, { modelId, contextLength });
	if (!fitting.allowed) throw forbidden(traceOf(facts, modelId, fitting));
	return { ...authorization, verdict: fitting };
}

/** What keeps a person from spending at all, whatever the model; null is nothing. */
export function refusalOfPerson(facts: AccessFacts, modelId: string): AccessTrace | null {
	if (facts.isDisabled) {
		const change = { kind: "user", text: "An admin can enable the account." } as const;
		return traceOfRefusal(facts, modelId, "user_disabled", "The account is disabled.", [change]);
	}
	if (facts.role !== "viewer") return null;
	const change = { kind: "role", text: "Ask an admin for the role user." } as const;
	return traceOfRefusal(facts, modelId, "role", "The role viewer reads and never spends.", [change]);
}

/** The rules' verdict, and the user's grants' where the rules deny. */
export async function verdictOn(
	deps: AccessDeps,
	facts: AccessFacts,
	question: { modelId: string; contextLength?: number | undefined },
): Promise<Verdict> {
	const asked = { tierCode: facts.tierCode, ...question };
	const verdict = resolveAccess(facts.policy.rules, [], asked);
	return verdict.allowed ? verdict : resolveAccess(facts.policy.rules, await openGrants(deps, facts.userId), asked);
}

/** 403 with what decided it and what would change it. */
export function forbidden(trace: AccessTrace): ForbiddenError {
	const { tierRequired, tierCode: currentTier, reason } = trace;
	const rule = trace.rule?.modelPattern ?? reason;
	return new ForbiddenError(trace.message, { tierRequired, currentTier, rule, reason, trace });
}
