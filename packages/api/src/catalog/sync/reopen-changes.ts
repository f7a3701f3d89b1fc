import { type DbOrTx, schema } from "@llm-hub/db";
import { hasSameRates } from "@llm-hub/providers";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError } from "../../errors.ts";
import { lockCatalog, writeModels } from "../write-models.ts";
import { type Change, changesToDecide } from "./decide-changes.ts";
import type { KnownModel } from "./known-model.ts";
import { factsOf, knownModels } from "./known-rows.ts";
import type { DecideChangesInput } from "./schema.ts";

const { catalogChanges, llmModels } = schema;

/**
 * Takes decisions back: what was dismissed waits again, and so does what was accepted, with the model as it stood before.
 * All of them or none.
 * @throws NotFoundError for an unknown id; ConflictError when nobody decided one, or its model has changed since.
 */
export async function reopenChanges(ctx: UserContext, input: DecideChangesInput): Promise<{ decided: number }> {
	const ids = [...new Set(input.ids)];
	const at = new Date();
	return ctx.db.transaction(async (tx) => {
		await lockCatalog(tx);
		const changes = await changesToDecide(tx, ids, ({ decidedBy }) => decidedBy !== null, "were decided by nobody");
		const accepted = changes.filter(({ state }) => state === "accepted");
		const modelIds = [...new Set(accepted.map(({ modelId }) => modelId))];
		const models = new Map((await knownModels(tx, inArray(llmModels.id, modelIds))).map((model) => [model.id, model]));
		// The last one first: each stands on what the one before it left.
		for (const change of accepted.reverse()) {
			const model = models.get(change.modelId);
			if (model) models.set(model.id, before(model, change));
		}
		const facts = [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((model) => factsOf(model, at));
		await writeModels(tx, facts, { at });
		await tx
			.update(catalogChanges)
			.set({ state: "pending", decidedBy: null, decidedAt: null })
			.where(inArray(catalogChanges.id, ids));
		await askAgain(tx, accepted);
		const [first, ...others] = changes;
		await recordAudit(tx, ctx, {
			action: "catalog.changes.reopen",
			target:
				first && others.length === 0
					? { type: "model", id: first.modelId }
					: { type: "models", name: `${changes.length} changes` },
			before: { changes: changes.map(({ kind, modelId, state }) => `${state}: ${kind} ${modelId}`) },
			after: { state: "pending" },
		});
		return { decided: changes.length };
	});
}

/** What was nobody's question any more once its model had retired waits again. */
async function askAgain(tx: DbOrTx, accepted: readonly Change[]): Promise<void> {
	for (const { kind, modelId, decidedAt } of accepted) {
		if (kind !== "gone" || !decidedAt) continue;
		await tx
			.update(catalogChanges)
			.set({ state: "pending", decidedAt: null })
			.where(
				and(
					eq(catalogChanges.modelId, modelId),
					eq(catalogChanges.state, "dismissed"),
					isNull(catalogChanges.decidedBy),
					eq(catalogChanges.decidedAt, decidedAt),
				),
			);
	}
}

/** The model as it stood before the change was accepted. @throws ConflictError when it is no longer as the change left it */
function before(model: KnownModel, { kind, before: told, after, decidedAt }: Change): KnownModel {
	const changed = new ConflictError(
		`Nothing was taken back: ${model.id} has changed since the change was accepted. Set a price for it, or wait for the next sync.`,
		{ modelId: model.id },
	);
	if (kind === "gone") {
		if (model.retiredAt?.getTime() !== decidedAt?.getTime()) throw changed;
		return { ...model, retiredAt: null, sources: { ...model.sources, retiredAt: null } };
	}
	if (after?.price === undefined) return model;
	if (!hasSameRates(model.price, after.price)) throw changed;
	const price = told?.price ?? null;
	return { ...model, price, sources: { ...model.sources, price: price && { source: price.source, asOf: price.asOf } } };
}
