import { loadCallerFacts, requireAccess } from "../access/authorize-run.ts";
import type { AccessFacts } from "../access/facts.ts";
import { type CatalogModel, findModel } from "../catalog/find-model.ts";
import type { UserContext } from "../context.ts";
import { ForbiddenError, NotFoundError } from "../errors.ts";
import { type ResolvedTarget, resolveTarget } from "../keys/resolve-target.ts";
import type { RunFacts } from "./run-facts.ts";

/** What a run on a model stands on. */
export interface Runnable extends ResolvedTarget {
	facts: AccessFacts;
	/** As the catalog has it; null for a model that only its own server knows. */
	model: CatalogModel | null;
}

/**
 * Finds what a run on a model would need, and refuses it in the order in which people are told. Spends nothing.
 * @param runId see `resolveTarget`
 * @param known what it stands on, where that was read already
 * @throws NotFoundError for a model nobody knows; ForbiddenError for one that is switched off or not open to the caller;
 *   UnavailableError without a key
 */
export async function findRunnable(
	ctx: UserContext,
	modelId: string,
	runId?: string,
	known?: RunFacts,
): Promise<Runnable> {
	// A custom server's models are its own: it may know one that its listing did not have.
	const isCustom = modelId.startsWith("custom/");
	// Asked for beside the others, though what it refuses is told after them.
	const wanted = {
		userId: ctx.actor.userId,
		...(runId !== undefined && { runId }),
		...(known && { keys: known.keys }),
	};
	const resolving = resolveTarget(ctx, modelId, wanted);
	resolving.catch(() => {});
	const [named, facts] = known
		? [known.model, known.caller]
		: await Promise.all([findModel(ctx, modelId), loadCallerFacts(ctx)]);
	if (!named && !isCustom) throw new NotFoundError(`The catalog has no model ${modelId}.`, { modelId });
	refuseDisabled(named);
	if (!isCustom) await requireAccess(ctx, facts, modelId);
	const resolved = await resolving;
	// What `custom/<model>` means is known only now, and is not to be had under another name.
	const model = resolved.catalogId === modelId ? named : await findModel(ctx, resolved.catalogId);
	refuseDisabled(model);
	return { facts, model, ...resolved };
}

function refuseDisabled(model: CatalogModel | null): void {
	if (!model || model.enabled) return;
	const message = `${model.id} is disabled. An admin can enable it in the catalog.`;
	throw new ForbiddenError(message, { rule: "model_disabled" });
}
