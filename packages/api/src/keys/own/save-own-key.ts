import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { SessionContext } from "../../context.ts";
import { previewOf } from "../key-name.ts";
import { ownKeyFields, ownKeyTarget } from "./own-key-audit.ts";
import { findOwnKey, ownKeyBinding } from "./own-keys.ts";
import type { SaveOwnKeyInput } from "./schema.ts";

/** Saves the caller's own key of a provider, in the place of the one before. From the next run on it pays. */
export async function saveOwnKey(ctx: SessionContext, { providerType, apiKey }: SaveOwnKeyInput): Promise<void> {
	const { userProviderKeys } = schema;
	const { userId } = ctx.actor;
	await ctx.db.transaction(async (tx) => {
		// One save of a person's at a time: the secret is tied to the id of the row that it replaces.
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`own key ${userId} ${providerType}`}))`);
		const before = await findOwnKey(tx, userId, providerType);
		const id = before?.id ?? randomUUID();
		const now = new Date();
		const secret = {
			encryptedSecret: ctx.services.keyring.seal(apiKey, ownKeyBinding({ id, userId, providerType })),
			keyPreview: previewOf(apiKey),
			lastTest: null,
			lastTestedAt: null,
			rotatedAt: now,
		};
		const [after] = await tx
			.insert(userProviderKeys)
			.values({ id, userId, providerType, createdAt: now, ...secret })
			.onConflictDoUpdate({ target: userProviderKeys.id, set: secret })
			.returning();
		await recordAudit(tx, ctx, {
			action: "keys.own.save",
			target: ownKeyTarget({ id, providerType }),
			before: before && ownKeyFields(ctx, before),
			after: after ? ownKeyFields(ctx, after) : null,
		});
	});
}
