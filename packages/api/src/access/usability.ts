import type { Context } from "../context.ts";
import { refusalOfPerson, subjectOf } from "./authorize-run.ts";
import { type AccessDeps, loadFacts, openGrants } from "./facts.ts";
import { resolveAccess } from "./resolver.ts";
import type { Usability } from "./schema.ts";
import { tierThatAllows } from "./trace.ts";

type Caller = AccessDeps & Pick<Context, "actor">;

const closed = { usable: false, tierRequired: null, maxRequestsPerDay: null, maxContextLength: null } as const;

/**
 * Whether the caller may use a model, as a function to ask for thousands: two statements at most, whatever the number.
 * It says of every model what a call would be told, but for what only a call can know: whether the model is enabled and
 * has a key, the prompt's length, and the quotas.
 */
export async function usabilityFor(ctx: Caller): Promise<(modelId: string) => Usability> {
	const { actor } = ctx;
	if (actor?.kind !== "user" && actor?.kind !== "token") return () => ({ ...closed, reason: "signed_out" });
	const facts = await loadFacts(ctx, subjectOf({ actor }));
	const grants = await openGrants(ctx, facts.userId);
	return (modelId) => {
		const refusal = refusalOfPerson(facts, modelId);
		if (refusal) return { ...closed, reason: refusal.reason };
		const verdict = resolveAccess(facts.policy.rules, grants, { tierCode: facts.tierCode, modelId });
		const { allowed, reason, maxRequestsPerDay, maxContextLength } = verdict;
		const tierRequired = allowed ? null : (tierThatAllows(facts, modelId)?.code ?? null);
		return { usable: allowed, reason, tierRequired, maxRequestsPerDay, maxContextLength };
	};
}

/** The same for a page of a listing, by model id. */
export async function usableModels(ctx: Caller, modelIds: readonly string[]): Promise<Map<string, Usability>> {
	const usability = await usabilityFor(ctx);
	return new Map(modelIds.map((modelId) => [modelId, usability(modelId)]));
}
