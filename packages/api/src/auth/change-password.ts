import { schema } from "@llm-hub/db";
import { and, eq } from "drizzle-orm";
import { recordAudit, recordAuditAlone, userTarget } from "../audit/record.ts";
import type { SessionContext } from "../context.ts";
import { ConflictError, InvalidInputError } from "../errors.ts";
import { hashPassword, refuseGuessable, verifyPassword } from "./password.ts";
import type { ChangePasswordInput, SignedIn } from "./schema.ts";
import { deleteUserSessions, openSession } from "./session.ts";

const { users } = schema;

/**
 * Changes the caller's password, ends every session of theirs and opens a fresh one.
 * @throws InvalidInputError when the current password is wrong or the new one is guessable; LimitExceededError after too
 * many wrong ones, which count as failed sign-ins
 */
export async function changePassword(
	ctx: SessionContext,
	{ currentPassword, newPassword }: ChangePasswordInput,
): Promise<SignedIn> {
	const { db, actor, services } = ctx;
	const target = userTarget({ id: actor.userId, email: actor.email });
	refuseGuessable(newPassword, { email: actor.email, field: "newPassword" });
	const currentHash = await services.loginThrottle.attempt({ email: actor.email, address: ctx.address }, async () => {
		const [user] = await db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, actor.userId));
		const matches = await verifyPassword(user?.hash ?? null, currentPassword);
		return matches && user ? user.hash : null;
	});
	if (!currentHash) {
		services.log.warn({ requestId: ctx.requestId, userId: actor.userId, address: ctx.address }, "wrong password");
		await recordAuditAlone(ctx, { action: "auth.password.change.failed", target, after: { reason: "wrong password" } });
		throw new InvalidInputError("currentPassword", "That is not your current password.");
	}
	const passwordHash = await hashPassword(newPassword);
	const { ended, opened } = await db.transaction(async (tx) => {
		const [user] = await tx
			.update(users)
			.set({ passwordHash, updatedAt: new Date() })
			.where(and(eq(users.id, actor.userId), eq(users.passwordHash, currentHash)))
			.returning();
		if (!user) throw new ConflictError("The password was changed elsewhere just now. Sign in again.");
		const ended = await deleteUserSessions(tx, user.id);
		const opened = await openSession(tx, user, ctx);
		await recordAudit(tx, ctx, { action: "auth.password.change", target, after: { endedSessions: ended.length } });
		return { ended, opened };
	});
	for (const id of ended) services.sessionEvents.ended(id);
	services.log.info({ requestId: ctx.requestId, userId: actor.userId }, "password changed");
	ctx.setSessionCookie(opened);
	return opened;
}
