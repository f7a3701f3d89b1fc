import { type DbOrTx, schema } from "@llm-hub/db";
import { and, eq, inArray, isNotNull, or, type SQL } from "drizzle-orm";
import type { NewChange, OpenChange } from "./known-model.ts";
import type { ChangeFacts } from "./schema.ts";

const { catalogChanges, llmModels } = schema;

/** Rows in one statement. */
const batchSize = 500;

/** What waits of these models, and what a person dismissed, by model; in both the newest last. */
export async function openChanges(tx: DbOrTx, where: SQL | undefined): Promise<Map<string, OpenChange[]>> {
	const rows = await tx
		.select({
			modelId: catalogChanges.modelId,
			id: catalogChanges.id,
			kind: catalogChanges.kind,
			before: catalogChanges.before,
			after: catalogChanges.after,
			state: catalogChanges.state,
			decidedAt: catalogChanges.decidedAt,
		})
		.from(catalogChanges)
		.innerJoin(llmModels, eq(llmModels.id, catalogChanges.modelId))
		.where(
			and(
				where,
				or(
					eq(catalogChanges.state, "pending"),
					and(eq(catalogChanges.state, "dismissed"), isNotNull(catalogChanges.decidedBy)),
				),
			),
		);
	const open = new Map<string, OpenChange[]>();
	for (const { modelId, state, ...row } of rows) {
		const change = { ...row, before: row.before as ChangeFacts, after: row.after as ChangeFacts };
		const changes = open.get(modelId) ?? [];
		changes.push({ ...change, state: state === "pending" ? "pending" : "dismissed" });
		open.set(modelId, changes);
	}
	return open;
}

/** What was found of one model: changes, and the ids of those that waited and no longer hold. */
export interface Found {
	modelId: string;
	changes: NewChange[];
	obsolete: number[];
}

/** Adds what was found to the inbox, and takes from it what no longer holds. */
export async function keepChanges(tx: DbOrTx, found: readonly Found[], { syncId, at }: { syncId: string; at: Date }) {
	const obsolete = found.flatMap((one) => one.obsolete);
	if (obsolete.length > 0) {
		await tx
			.update(catalogChanges)
			.set({ state: "dismissed", decidedAt: at })
			.where(and(inArray(catalogChanges.id, obsolete), eq(catalogChanges.state, "pending")));
	}
	const rows = found.flatMap(({ modelId, changes }) =>
		changes.map((change) => ({ ...change, modelId, detectedAt: at, syncId })),
	);
	for (let start = 0; start < rows.length; start += batchSize) {
		await tx.insert(catalogChanges).values(rows.slice(start, start + batchSize));
	}
}
