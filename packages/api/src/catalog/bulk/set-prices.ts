import { schema } from "@llm-hub/db";
import { inArray } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { unknownModels } from "../set-enabled.ts";
import { factsOf, knownModels } from "../sync/known-rows.ts";
import { checkedPrice } from "../sync/price-overrides.ts";
import { lockCatalog, writeModels } from "../write-models.ts";
import type { KeptOverride } from "./inverse.ts";
import type { BulkOutput, SetPricesInput } from "./schema.ts";
import { keepUndo } from "./undo.ts";

const { llmModels, modelPriceOverrides } = schema;

/** Rows in one statement. */
const batchSize = 500;

/**
 * Sets one price over whatever the sources say of all these models, or of none.
 * @throws NotFoundError when one is unknown; InvalidInputError at the field for a price that is not sound
 */
export async function setPrices(ctx: UserContext, input: SetPricesInput): Promise<BulkOutput> {
	const at = new Date();
	const price = checkedPrice(input.price, at);
	const { reason } = input;
	const ids = [...new Set(input.ids)].sort();
	return ctx.db.transaction(async (tx) => {
		await lockCatalog(tx);
		const models = await knownModels(tx, inArray(llmModels.id, ids));
		const known = new Set(models.map(({ id }) => id));
		const unknown = ids.filter((id) => !known.has(id));
		if (unknown.length > 0) throw unknownModels(unknown);
		const standing = await tx.select().from(modelPriceOverrides).where(inArray(modelPriceOverrides.modelId, ids));
		const before = new Map(standing.map((row) => [row.modelId, row]));
		const override = { price, reason, createdBy: ctx.actor.userId, createdAt: at };
		await tx.delete(modelPriceOverrides).where(inArray(modelPriceOverrides.modelId, ids));
		const rows = models.map(({ id, price: underlying }) => ({ modelId: id, underlying, ...override }));
		for (let start = 0; start < rows.length; start += batchSize) {
			await tx.insert(modelPriceOverrides).values(rows.slice(start, start + batchSize));
		}
		await writeModels(
			tx,
			models.map((model) => factsOf(model, at)),
			{ at },
		);
		const undoId = await keepUndo(tx, ctx, {
			kind: "prices",
			setAt: at.toISOString(),
			before: ids.map((modelId) => ({ modelId, override: kept(before.get(modelId)) })),
		});
		await recordAudit(tx, ctx, {
			action: "catalog.price.set",
			target: { type: "models", name: `${ids.length} models` },
			after: { price, reason, models: ids },
		});
		return { changed: ids.length, undoId };
	});
}

type OverrideRow = typeof modelPriceOverrides.$inferSelect;

const kept = (row: OverrideRow | undefined): KeptOverride | null =>
	row
		? {
				price: row.price as KeptOverride["price"],
				reason: row.reason,
				createdBy: row.createdBy,
				createdAt: row.createdAt.toISOString(),
			}
		: null;
