import { schema, type Tx } from "@llm-hub/db";
import { and, asc, eq, inArray } from "drizzle-orm";
import { changedSince, type Inverse } from "./inverse.ts";

const { llmModels } = schema;

/** Enables or disables again what was so. @throws ConflictError when one is no longer as it was left */
export async function restoreEnabled(tx: Tx, { ids, was }: Extract<Inverse, { kind: "enabled" }>): Promise<number> {
	const left = await tx
		.select({ id: llmModels.id })
		.from(llmModels)
		.where(and(inArray(llmModels.id, ids), eq(llmModels.enabled, !was)))
		.orderBy(asc(llmModels.id))
		.for("update");
	const known = new Set(left.map(({ id }) => id));
	const other = ids.filter((id) => !known.has(id));
	if (other.length > 0) throw changedSince(other);
	await tx.update(llmModels).set({ enabled: was, updatedAt: new Date() }).where(inArray(llmModels.id, ids));
	return ids.length;
}
