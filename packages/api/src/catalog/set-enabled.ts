import { schema } from "@llm-hub/db";
import { and, asc, inArray, ne } from "drizzle-orm";
import { recordAudit } from "../audit/record.ts";
import type { UserContext } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import type { BulkOutput } from "./bulk/schema.ts";
import { keepUndo } from "./bulk/undo.ts";
import type { SetEnabledInput } from "./schema.ts";

/** How many of the unknown ids a refusal names. */
const shown = 5;

/** Enables or disables models: all of them, or none when one is unknown. @throws NotFoundError */
export async function setEnabled(ctx: UserContext, input: SetEnabledInput): Promise<BulkOutput> {
	const { llmModels } = schema;
	const { enabled } = input;
	const ids = [...new Set(input.ids)];
	return ctx.db.transaction(async (tx) => {
		// In one order, so that two admins who enable at once wait for each other and never block each other.
		const found = await tx
			.select({ id: llmModels.id })
			.from(llmModels)
			.where(inArray(llmModels.id, ids))
			.orderBy(asc(llmModels.id))
			.for("update");
		const known = new Set(found.map(({ id }) => id));
		const unknown = ids.filter((id) => !known.has(id));
		if (unknown.length > 0) throw unknownModels(unknown);
		const changed = await tx
			.update(llmModels)
			.set({ enabled, updatedAt: new Date() })
			.where(and(inArray(llmModels.id, ids), ne(llmModels.enabled, enabled)))
			.returning({ id: llmModels.id, displayName: llmModels.displayName });
		const [first, ...others] = changed;
		if (!first) return { changed: 0, undoId: null };
		const models = changed.map(({ id }) => id).sort();
		const undoId = await keepUndo(tx, ctx, { kind: "enabled", ids: models, was: !enabled });
		await recordAudit(tx, ctx, {
			action: "catalog.set_enabled",
			target:
				others.length === 0
					? { type: "model", id: first.id, name: first.displayName }
					: { type: "models", name: `${changed.length} models` },
			before: { enabled: !enabled, models },
			after: { enabled, models },
		});
		return { changed: changed.length, undoId };
	});
}

export function unknownModels(unknown: string[]): NotFoundError {
	const some = unknown.slice(0, shown);
	const more = unknown.length > shown ? ` and ${unknown.length - shown} more` : "";
	return new NotFoundError(`Nothing was changed: the catalog has no ${some.join(", ")}${more}.`, { unknownIds: some });
}
