import { randomUUID } from "node:crypto";
import { schema, type Tx } from "@llm-hub/db";
import { and, eq, lt } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { lockCatalog } from "../write-models.ts";
import type { Inverse } from "./inverse.ts";
import { restoreAlias } from "./restore-alias.ts";
import { restoreEnabled } from "./restore-enabled.ts";
import { restorePrices } from "./restore-prices.ts";

const { catalogUndos } = schema;

/** How long a change can be taken back, ms. */
const undoableMs = 10 * 60_000;

/** Keeps the way back from a change, within the change's own transaction. */
export async function keepUndo(tx: Tx, ctx: UserContext, inverse: Inverse, at = new Date()): Promise<string> {
	const id = randomUUID();
	await tx.delete(catalogUndos).where(lt(catalogUndos.createdAt, new Date(at.getTime() - 24 * 3_600_000)));
	await tx.insert(catalogUndos).values({ id, userId: ctx.actor.userId, inverse, createdAt: at });
	return id;
}

/**
 * Takes one's own change of the catalog back, all of it or nothing.
 * @throws NotFoundError for another's or none; ConflictError after 10 minutes, a second time, or when what was changed
 *   is no longer so
 */
export async function undoChange(ctx: UserContext, undoId: string): Promise<{ restored: number }> {
	return ctx.db.transaction(async (tx) => {
		await lockCatalog(tx);
		const own = and(eq(catalogUndos.id, undoId), eq(catalogUndos.userId, ctx.actor.userId));
		const [row] = await tx.select().from(catalogUndos).where(own).for("update");
		if (!row) throw new NotFoundError("There is no such change of yours to undo.");
		if (row.usedAt) throw new ConflictError("This was undone already.");
		if (Date.now() - row.createdAt.getTime() > undoableMs) {
			throw new ConflictError("It is over 10 minutes ago, so it can no longer be undone. Change it back by hand.");
		}
		const inverse = row.inverse as Inverse;
		const restored = await restore(tx, inverse);
		await tx.update(catalogUndos).set({ usedAt: new Date() }).where(own);
		await recordAudit(tx, ctx, {
			action: "catalog.undo",
			target:
				inverse.kind === "alias" ? { type: "alias", id: inverse.name } : { type: "models", name: `${restored} models` },
			after: inverse.kind === "prices" ? { models: inverse.before.map(({ modelId }) => modelId) } : { ...inverse },
		});
		return { restored };
	});
}

function restore(tx: Tx, inverse: Inverse): Promise<number> {
	switch (inverse.kind) {
		case "enabled":
			return restoreEnabled(tx, inverse);
		case "prices":
			return restorePrices(tx, inverse);
		case "alias":
			return restoreAlias(tx, inverse);
	}
}
