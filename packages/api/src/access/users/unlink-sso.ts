import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { recordAudit, userTarget } from "../../audit/record.ts";
import { deleteUserSessions } from "../../auth/session.ts";
import type { Context } from "../../context.ts";
import { showUser } from "./list-users.ts";
import type { UserOutput } from "./schema.ts";

const { ssoIdentities } = schema;

/**
 * Forgets who the user is at the OpenID provider, and ends their sessions: for somebody whose account there was made anew.
 * The next person whom the provider vouches for with the same e-mail address is linked.
 * @throws NotFoundError
 */
export async function unlinkSso(ctx: Context, { userId }: { userId: string }): Promise<UserOutput> {
	const user = await showUser(ctx, userId);
	const ended = await ctx.db.transaction(async (tx) => {
		const links = await tx.delete(ssoIdentities).where(eq(ssoIdentities.userId, userId)).returning();
		if (links.length === 0) return [];
		const sessions = await deleteUserSessions(tx, userId);
		const before = { links: links.map(({ issuer, subject }) => ({ issuer, subject })) };
		await recordAudit(tx, ctx, { action: "access.users.unlink_sso", target: userTarget(user), before });
		return sessions;
	});
	for (const id of ended) ctx.services.sessionEvents.ended(id);
	return user;
}
