import { type DbOrTx, schema } from "@llm-hub/db";
import { and, asc, eq, inArray } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { lockCatalog, writeModels } from "../write-models.ts";
import type { KnownModel } from "./known-model.ts";
import { factsOf, knownModels } from "./known-rows.ts";
import { retire } from "./merge.ts";
import type { ChangeFacts, DecideChangesInput } from "./schema.ts";

const { catalogChanges, llmModels } = schema;

/** How many of the changes a refusal names. */
const shown = 5;

export type Change = Pick<
	typeof catalogChanges.$inferSelect,
	"id" | "modelId" | "kind" | "state" | "decidedBy" | "decidedAt"
> & {
	before: ChangeFacts | null;
	after: ChangeFacts | null;
};

/**
 * Applies changes that waited: the proposed price is in force from now on (beneath an override, where there is one), the
 * model that is gone retires. All of them or none.
 * @throws NotFoundError for an unknown id; ConflictError when one does not wait, or is a price that was refused.
 */
export const acceptChanges = (ctx: UserContext, input: DecideChangesInput): Promise<{ decided: number }> =>
	decide(ctx, input, "accepted");

/** Leaves things as they are; what a person dismissed is not proposed again. All of them or none. @throws as `acceptChanges` */
export const dismissChanges = (ctx: UserContext, input: DecideChangesInput): Promise<{ decided: number }> =>
	decide(ctx, input, "dismissed");

async function decide(ctx: UserContext, input: DecideChangesInput, state: "accepted" | "dismissed") {
	const ids = [...new Set(input.ids)];
	const at = new Date();
	return ctx.db.transaction(async (tx) => {
		await lockCatalog(tx);
		const changes = await changesToDecide(tx, ids, ({ state }) => state === "pending", "no longer wait");
		if (state === "accepted") {
			await apply(tx, changes, at);
			await askNoMore(tx, changes, at);
		}
		await tx
			.update(catalogChanges)
			.set({ state, decidedBy: ctx.actor.userId, decidedAt: at })
			.where(inArray(catalogChanges.id, ids));
		const [first, ...others] = changes;
		await recordAudit(tx, ctx, {
			action: state === "accepted" ? "catalog.changes.accept" : "catalog.changes.dismiss",
			target:
				first && others.length === 0
					? { type: "model", id: first.modelId }
					: { type: "models", name: `${changes.length} changes` },
			before: first && others.length === 0 ? first.before : null,
			after:
				first && others.length === 0
					? { kind: first.kind, ...first.after }
					: { changes: changes.map(({ kind, modelId }) => `${kind} ${modelId}`) },
		});
		return { decided: changes.length };
	});
}

/** These changes in the order in which they were found. @throws NotFoundError; ConflictError unless each fits */
export async function changesToDecide(
	tx: DbOrTx,
	ids: number[],
	fits: (change: Pick<Change, "state" | "decidedBy">) => boolean,
	otherwise: string,
): Promise<Change[]> {
	const rows = await tx
		.select({
			id: catalogChanges.id,
			modelId: catalogChanges.modelId,
			kind: catalogChanges.kind,
			state: catalogChanges.state,
			decidedBy: catalogChanges.decidedBy,
			decidedAt: catalogChanges.decidedAt,
			before: catalogChanges.before,
			after: catalogChanges.after,
		})
		.from(catalogChanges)
		.where(inArray(catalogChanges.id, ids))
		.orderBy(asc(catalogChanges.id));
	const known = new Set(rows.map(({ id }) => id));
	const unknown = ids.filter((id) => !known.has(id));
	if (unknown.length > 0) {
		throw new NotFoundError(`Nothing was decided: there is no change ${unknown.slice(0, shown).join(", ")}.`, {
			unknownIds: unknown.slice(0, shown),
		});
	}
	const decided = rows.filter((row) => !fits(row));
	if (decided.length > 0) {
		const some = decided.slice(0, shown).map(({ id, state }) => `${id} (${state})`);
		throw new ConflictError(`Nothing was decided: these changes ${otherwise}: ${some.join(", ")}.`, {
			decidedIds: decided.slice(0, shown).map(({ id }) => id),
		});
	}
	return rows.map((row) => ({
		...row,
		before: row.before as ChangeFacts | null,
		after: row.after as ChangeFacts | null,
	}));
}

async function apply(tx: DbOrTx, changes: readonly Change[], at: Date): Promise<void> {
	const modelIds = [...new Set(changes.map(({ modelId }) => modelId))];
	const models = new Map((await knownModels(tx, inArray(llmModels.id, modelIds))).map((model) => [model.id, model]));
	for (const change of changes) {
		const model = models.get(change.modelId);
		if (model) models.set(model.id, applied(model, change, at));
	}
	const facts = [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((model) => factsOf(model, at));
	await writeModels(tx, facts, { at });
}

/** What waits about models that retire here is nobody's question any more. */
async function askNoMore(tx: DbOrTx, changes: readonly Change[], at: Date): Promise<void> {
	const retired = changes.filter(({ kind }) => kind === "gone").map(({ modelId }) => modelId);
	if (retired.length === 0) return;
	await tx
		.update(catalogChanges)
		.set({ state: "dismissed", decidedAt: at })
		.where(and(inArray(catalogChanges.modelId, retired), eq(catalogChanges.state, "pending")));
}

function applied(model: KnownModel, { kind, after }: Change, at: Date): KnownModel {
	if (after?.refused !== undefined) {
		throw new ConflictError(
			`Nothing was decided: the price that ${model.id} is listed with was refused. Set a price for it, or dismiss the change.`,
			{ modelId: model.id },
		);
	}
	if (kind === "gone") return retire(model, at);
	if (after?.price === undefined) return model;
	const { price } = after;
	return { ...model, price, sources: { ...model.sources, price: price && { source: price.source, asOf: price.asOf } } };
}
