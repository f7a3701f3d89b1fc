import { resolveAliases } from "../catalog/aliases/resolve-alias.ts";
import { type CatalogModel, findModel } from "../catalog/find-model.ts";
import type { UserContext } from "../context.ts";
import { NotFoundError, UnavailableError } from "../errors.ts";
import { resolveTarget } from "../keys/resolve-target.ts";
import { refusalOfPerson, subjectOf, verdictOn } from "./authorize-run.ts";
import { type AccessDeps, type AccessFacts, loadFacts, type Subject } from "./facts.ts";
import { costsNothing, type EstimatedUsd } from "./limit-for.ts";
import { countersFor, readQuotas } from "./quotas.ts";
import type { AccessTrace } from "./schema.ts";
import { traceOf, traceOfRefusal } from "./trace.ts";

/**
 * What a call of the user to the model would be told at this moment, in the order in which a call is checked: verdict,
 * deciding rule, quotas left, and what would change it. Takes nothing. An alias is the model that it names now. A budget that
 * is not used up lets it pass here: what it costs is known with the prompt.
 * @throws NotFoundError when there is no such user
 */
export const explainAccess = (
	deps: AccessDeps,
	{ userId, modelId }: { userId: string; modelId: string },
): Promise<AccessTrace> => explain(deps, { userId, tokenId: null }, modelId);

/** The same about oneself, through the token that asks. */
export const explainOwnAccess = (ctx: UserContext, { modelId }: { modelId: string }): Promise<AccessTrace> =>
	explain(ctx, subjectOf(ctx), modelId);

async function explain(deps: AccessDeps, subject: Subject, asked: string): Promise<AccessTrace> {
	const { userId } = subject;
	const [resolved] = await resolveAliases(deps, [asked]);
	const modelId = resolved ?? asked;
	const isCustom = modelId.startsWith("custom/");
	const [facts, named] = await Promise.all([loadFacts(deps, subject), findModel(deps, modelId)]);
	const refusal = refusalOfModel(facts, modelId, named, isCustom) ?? refusalOfPerson(facts, modelId);
	if (refusal) return refusal;
	if (!isCustom) {
		const verdict = await verdictOn(deps, facts, { modelId });
		if (!verdict.allowed) return judge(deps, facts, modelId, null);
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
	const { catalogId, payers } = target;
	const model = catalogId === modelId ? named : await findModel(deps, catalogId);
	const isFree = costsNothing({ price: model?.price ?? null, keySource: payers[0].keySource });
	return refusalOfModel(facts, catalogId, model, true) ?? judge(deps, facts, catalogId, isFree ? "0" : null);
}

function refusalOfModel(
	facts: AccessFacts,
	modelId: string,
	model: CatalogModel | null,
	mayBeUnknown: boolean,
): AccessTrace | null {
	if (!model && !mayBeUnknown) {
		return traceOfRefusal(facts, modelId, "model_unknown", `The catalog has no model ${modelId}.`, []);
	}
	if (!model || model.enabled) return null;
	const change = { kind: "model", text: "An admin can enable it in the catalog." } as const;
	return traceOfRefusal(facts, modelId, "model_disabled", `${modelId} is disabled.`, [change]);
}

async function judge(
	deps: AccessDeps,
	facts: AccessFacts,
	modelId: string,
	estimateUsd: EstimatedUsd,
): Promise<AccessTrace> {
	const verdict = await verdictOn(deps, facts, { modelId });
	const standing = verdict.allowed ? verdict : { rule: null, grant: null };
	const quotas = await readQuotas(deps.db, countersFor(facts, standing, new Date()));
	return traceOf(facts, modelId, verdict, { quotas, estimateUsd });
}
