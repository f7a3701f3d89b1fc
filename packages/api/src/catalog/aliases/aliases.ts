import { schema } from "@llm-hub/db";
import { asc, eq, sql } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { Context, UserContext } from "../../context.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { keepUndo } from "../bulk/undo.ts";
import { findModel } from "../find-model.ts";
import { lockCatalog } from "../write-models.ts";
import type { ListAliasesOutput, SaveAliasInput } from "./schema.ts";

const { llmModels, modelAliases } = schema;

export async function listAliases({ db }: Pick<Context, "db">): Promise<ListAliasesOutput> {
	const { name, modelId, updatedAt } = modelAliases;
	return { aliases: await db.select({ name, modelId, updatedAt }).from(modelAliases).orderBy(asc(name)) };
}

/**
 * Makes an alias, or switches it to another model: calls that use it go there from now on.
 * @throws NotFoundError for an unknown model; ConflictError for a retired one; InvalidInputError for a name that would
 *   shadow a model's
 */
export async function saveAlias(ctx: UserContext, { name, modelId }: SaveAliasInput) {
	const model = await findModel(ctx, modelId);
	if (!model) throw new NotFoundError(`The catalog has no model ${modelId}.`, { modelId });
	if (model.retiredAt) throw new ConflictError(`${modelId} is retired, so no call could use the alias.`);
	return ctx.db.transaction(async (tx) => {
		await lockCatalog(tx);
		const [shadowed] = await tx
			.select({ id: llmModels.id })
			.from(llmModels)
			.where(sql`lower(${llmModels.upstreamId}) = ${name}`)
			.orderBy(asc(llmModels.id))
			.limit(1);
		if (shadowed) {
			throw new InvalidInputError(
				"name",
				`${name} is what the provider of ${shadowed.id} calls that model, so nobody could tell which one is meant. Choose another alias.`,
			);
		}
		const [before] = await tx.select().from(modelAliases).where(eq(modelAliases.name, name));
		const from = before?.modelId ?? null;
		if (from === modelId) return { from, undoId: null };
		const value = { modelId, updatedBy: ctx.actor.userId, updatedAt: new Date() };
		await tx
			.insert(modelAliases)
			.values({ name, ...value })
			.onConflictDoUpdate({ target: modelAliases.name, set: value });
		const undoId = await keepUndo(tx, ctx, { kind: "alias", name, was: from, is: modelId });
		await recordAudit(tx, ctx, {
			action: "catalog.alias.save",
			target: { type: "alias", id: name, name },
			before: from === null ? null : { model: from },
			after: { model: modelId },
		});
		return { from, undoId };
	});
}

/** @throws NotFoundError */
export async function deleteAlias(ctx: UserContext, name: string): Promise<{ undoId: string }> {
	return ctx.db.transaction(async (tx) => {
		await lockCatalog(tx);
		const [gone] = await tx.delete(modelAliases).where(eq(modelAliases.name, name)).returning();
		if (!gone) throw new NotFoundError(`There is no alias ${name}.`);
		const undoId = await keepUndo(tx, ctx, { kind: "alias", name, was: gone.modelId, is: null });
		await recordAudit(tx, ctx, {
			action: "catalog.alias.delete",
			target: { type: "alias", id: name, name },
			before: { model: gone.modelId },
		});
		return { undoId };
	});
}
