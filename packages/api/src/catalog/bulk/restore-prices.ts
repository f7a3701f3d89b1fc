import { schema, type Tx } from "@llm-hub/db";
import { inArray } from "drizzle-orm";
import { factsOf, knownModels } from "../sync/known-rows.ts";
import { writeModels } from "../write-models.ts";
import { changedSince, type Inverse } from "./inverse.ts";

const { llmModels, modelPriceOverrides } = schema;

/** Brings back the prices that were in force. @throws ConflictError when one was set anew or cleared since */
export async function restorePrices(tx: Tx, { before, setAt }: Extract<Inverse, { kind: "prices" }>): Promise<number> {
	const at = new Date();
	const ids = before.map(({ modelId }) => modelId);
	const rows = await tx.select().from(modelPriceOverrides).where(inArray(modelPriceOverrides.modelId, ids));
	const standing = new Map(rows.map((row) => [row.modelId, row]));
	const other = ids.filter((id) => standing.get(id)?.createdAt.toISOString() !== setAt);
	if (other.length > 0) throw changedSince(other);
	const models = await knownModels(tx, inArray(llmModels.id, ids));
	await tx.delete(modelPriceOverrides).where(inArray(modelPriceOverrides.modelId, ids));
	const former = before.flatMap(({ modelId, override }) =>
		override
			? [
					{
						modelId,
						underlying: standing.get(modelId)?.underlying,
						...override,
						createdAt: new Date(override.createdAt),
					},
				]
			: [],
	);
	if (former.length > 0) await tx.insert(modelPriceOverrides).values(former);
	await writeModels(
		tx,
		models.map((model) => factsOf(model, at)),
		{ at },
	);
	return ids.length;
}
