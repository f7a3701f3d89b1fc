import { findModel } from "../catalog/find-model.ts";
import type { UserContext } from "../context.ts";
import { NotFoundError, UnavailableError } from "../errors.ts";
import { resolveTarget } from "../keys/resolve-target.ts";
import { refusalOfPerson, verdictOn } from "./authorize-run.ts";
import { type AccessDeps, type AccessFacts, loadFacts } from "./facts.ts";
import { countersFor, readQuotas } from "./quotas.ts";
import type { AccessTrace } from "./schema.ts";
import { traceOf, traceOfRefusal } from "./trace.ts";

/**
 * What a call of the user to the model would be told at this moment, in the order in which a call is checked: verdict,
 * deciding rule, quotas left, and what would change it. Takes nothing.
 * @throws NotFoundError when there is no such user
 */
export async function explainAccess(
	deps: AccessDeps,
	{ userId, modelId }: { userId: string; modelId: string },
): Promise<AccessTrace> {
	const facts = await loadFacts(deps, { userId, tokenId: null });
	const isCustom = modelId.startsWith("custom/");
	const refusal = (await refusalOfModel(deps, facts, modelId, isCustom)) ?? refusalOfPerson(facts, modelId);
	if (refusal) return refusal;
	if (!isCustom) {
		const denial = await judge(deps, facts, modelId);
		if (denial.verdict === "denied") return denial;
	}
	const target = await resolveTarget(deps, modelId, { userId }).catch((error: unknown) => {
		if (error instanceof NotFoundError || error instanceof UnavailableError) return error;
		throw error;
	});
	if (target instanceof NotFoundError) return traceOfRefusal(facts, modelId, "model_unknown", target.message, []);
	if (target instanceof UnavailableError) {
		const change = { kind: "key", text: "An admin can add a key under Providers." } as const;
		return traceOfRefusal(facts, modelId, "not_configured", target.message, [change]);
	}
	const { catalogId } = target;
	const alias = catalogId === modelId ? null : await refusalOfModel(deps, facts, catalogId, true);
	return alias ?? judge(deps, facts, catalogId);
}

/** The same about oneself. */
export const explainOwnAccess = (ctx: UserContext, { modelId }: { modelId: string }): Promise<AccessTrace> =>
	explainAccess(ctx, { userId: ctx.actor.userId, modelId });

async function refusalOfModel(
	deps: AccessDeps,
	facts: AccessFacts,
	modelId: string,
	mayBeUnknown: boolean,
): Promise<AccessTrace | null> {
	const model = await findModel(deps, modelId);
	if (!model && !mayBeUnknown) {
		return traceOfRefusal(facts, modelId, "model_unknown", `The catalog has no model ${modelId}.`, []);
	}
	if (!model || model.enabled) return null;
	const change = { kind: "model", text: "An admin can enable it in the catalog." } as const;
	return traceOfRefusal(facts, modelId, "model_disabled", `${modelId} is disabled.`, [change]);
}

async function judge(deps: AccessDeps, facts: AccessFacts, modelId: string): Promise<AccessTrace> {
	const verdict = await verdictOn(deps, facts, { modelId });
	const standing = verdict.allowed ? verdict : { rule: null, grant: null };
	const quotas = await readQuotas(deps.db, countersFor(facts, standing, new Date()));
	return traceOf(facts, modelId, verdict, quotas);
}
