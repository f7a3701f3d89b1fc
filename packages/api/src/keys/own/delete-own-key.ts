import { schema } from "@llm-hub/db";
import { and, eq } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { SessionContext } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { ownKeyFields, ownKeyTarget } from "./own-key-audit.ts";
import type { OwnKeyRef } from "./schema.ts";

/** Deletes the caller's own key of a provider; the company's pays again. @throws NotFoundError without one */
export async function deleteOwnKey(ctx: SessionContext, { providerType }: OwnKeyRef): Promise<void> {
	const { userProviderKeys } = schema;
	await ctx.db.transaction(async (tx) => {
		const [gone] = await tx
			.delete(userProviderKeys)
			.where(and(eq(userProviderKeys.userId, ctx.actor.userId), eq(userProviderKeys.providerType, providerType)))
			.returning();
		if (!gone) throw new NotFoundError("You have no key of your own for this provider.");
		await recordAudit(tx, ctx, {
			action: "keys.own.delete",
			target: ownKeyTarget(gone),
			before: ownKeyFields(ctx, gone),
		});
	});
}
