import { schema } from "@llm-hub/db";
import { providerInfo } from "@llm-hub/providers";
import { asc, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record.ts";
import type { UserContext } from "../context.ts";
import { ConflictError } from "../errors.ts";
import type { ReorderKeysInput, SetKeyEnabledInput } from "./arrange-schema.ts";
import { targetOf } from "./key-audit.ts";
import { withLockedKey } from "./rotate/with-key.ts";

const { llmProviders } = schema;

/**
 * Puts the saved keys of a provider in the order in which they are tried.
 * @throws ConflictError when the ids are not exactly its saved keys: somebody added or deleted one meanwhile
 */
export async function reorderKeys(
	ctx: UserContext,
	{ providerType, providerIds }: ReorderKeysInput,
): Promise<Pick<ReorderKeysInput, "providerIds">> {
	return ctx.db.transaction(async (tx) => {
		const rows = await tx
			.select()
			.from(llmProviders)
			.where(eq(llmProviders.providerType, providerType))
			.orderBy(asc(llmProviders.id))
			.for("update");
		const { displayName } = providerInfo[providerType];
		const isWhole = rows.length === providerIds.length && rows.every(({ id }) => providerIds.includes(id));
		if (!isWhole) {
			throw new ConflictError(
				`The saved keys of ${displayName} are others by now. Look again, then put them in order.`,
			);
		}
		const inOrder = (place: (row: (typeof rows)[number]) => number) =>
			rows.toSorted((a, b) => place(a) - place(b) || a.createdAt.getTime() - b.createdAt.getTime());
		const before = inOrder(({ priority }) => priority).map(({ name }) => name);
		const after = inOrder(({ id }) => providerIds.indexOf(id));
		for (const [index, { id }] of after.entries()) {
			await tx
				.update(llmProviders)
				.set({ priority: (index + 1) * 10 })
				.where(eq(llmProviders.id, id));
		}
		await recordAudit(tx, ctx, {
			action: "keys.reorder",
			target: { type: "provider", id: providerType, name: displayName },
			before: { order: before },
			after: { order: after.map(({ name }) => name) },
		});
		return { providerIds };
	});
}

/** Takes a saved key out of use, or back into it; nothing of it is lost. @throws NotFoundError */
export async function setKeyEnabled(
	ctx: UserContext,
	{ providerId, enabled }: SetKeyEnabledInput,
): Promise<SetKeyEnabledInput> {
	await withLockedKey(ctx, providerId, async (tx, { row }) => {
		if (row.enabled === enabled) return;
		await tx.update(llmProviders).set({ enabled }).where(eq(llmProviders.id, row.id));
		const change = { before: { enabled: row.enabled }, after: { enabled } };
		await recordAudit(tx, ctx, { action: "keys.set_enabled", target: targetOf(row), ...change });
	});
	return { providerId, enabled };
}
