import { schema, type Tx } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { ConflictError } from "../../errors.ts";
import type { Inverse } from "./inverse.ts";

const { modelAliases } = schema;

/** Sends an alias back to the model that it named, or takes it away again. @throws ConflictError when it names another since */
export async function restoreAlias(tx: Tx, { name, was, is }: Extract<Inverse, { kind: "alias" }>): Promise<number> {
	const [row] = await tx.select().from(modelAliases).where(eq(modelAliases.name, name)).for("update");
	if ((row?.modelId ?? null) !== is) {
		throw new ConflictError(`Nothing was undone: somebody has changed the alias ${name} since.`);
	}
	if (was === null) await tx.delete(modelAliases).where(eq(modelAliases.name, name));
	else {
		const value = { modelId: was, updatedBy: row?.updatedBy ?? "undo", updatedAt: new Date() };
		await tx
			.insert(modelAliases)
			.values({ name, ...value })
			.onConflictDoUpdate({ target: modelAliases.name, set: value });
	}
	return 1;
}
