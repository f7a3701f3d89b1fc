import { type Db, type DbOrTx, schema } from "@llm-hub/db";
import { and, eq, lt, ne } from "drizzle-orm";
import { recordAudit, userTarget } from "../audit/record.ts";
import type { Context, UserActor } from "../context.ts";
import { absoluteLimit, idleLimit, lucia } from "./lucia.ts";
import type { LoggedOut, SignedIn, SignedInUser } from "./schema.ts";
import { endSessionUrl } from "./sso/end-session.ts";
import { createToken, hashToken, isToken } from "./token.ts";

const { sessions } = schema;

const seenEveryMs = 5 * 60_000;

const from = (moment: Date, milliseconds: number) => new Date(moment.getTime() + milliseconds);

/** Opens a session with a token of its own. The caller hands the token out; the database only ever has its hash. */
export async function openSession(
	db: DbOrTx,
	{ id, email, name, role, tierCode }: SignedInUser,
	{ address, userAgent }: Pick<Context, "address" | "userAgent">,
): Promise<SignedIn> {
	const token = createToken();
	const createdAt = new Date();
	const seen = { address: address.slice(0, 100), userAgent: userAgent?.slice(0, 300) ?? null };
	const attributes = { ...seen, createdAt, lastSeenAt: createdAt };
	await lucia(db).createSession(id, attributes, { sessionId: hashToken(token) });
	const expiresAt = from(createdAt, absoluteLimit.milliseconds());
	return { token, user: { id, email, name, role, tierCode }, expiresAt };
}

/**
 * Who a session token belongs to, with the role and tier of this very moment; null when it opens nothing: unknown, out of
 * time, or of a disabled user.
 */
export async function authenticate(db: Db, token: string): Promise<UserActor | null> {
	if (!isToken(token)) return null;
	const { session, user } = await lucia(db).validateSession(hashToken(token));
	if (!session || user.disabledAt) return null;
	const now = new Date();
	if (from(session.createdAt, absoluteLimit.milliseconds()) <= now) {
		await lucia(db).invalidateSession(session.id);
		return null;
	}
	if (from(session.lastSeenAt, seenEveryMs) <= now) {
		const expiresAt = from(now, idleLimit.milliseconds());
		await db.update(sessions).set({ lastSeenAt: now, expiresAt }).where(eq(sessions.id, session.id));
	}
	const { id: userId, email, name, role, tierCode } = user;
	return { kind: "user", userId, sessionId: session.id, email, name, role, tierCode };
}

/**
 * Ends the caller's session, if there is one, and takes the cookie back. A session of single sign-on says where the browser
 * ends it at the provider, too.
 */
export async function logout(ctx: Context): Promise<LoggedOut> {
	const { db, actor, services } = ctx;
	const continueAt = await endSessionUrl(ctx);
	if (actor?.kind === "user") {
		await db.transaction(async (tx) => {
			await lucia(tx).invalidateSession(actor.sessionId);
			const target = userTarget({ id: actor.userId, email: actor.email });
			await recordAudit(tx, ctx, { action: "auth.logout", target });
		});
		services.sessionEvents.ended(actor.sessionId);
	}
	ctx.setSessionCookie(null);
	return { ended: actor?.kind === "user" ? 1 : 0, continueAt };
}

/** Ends the session that the request came with, if any: a new one takes its place. */
export async function endOwnSession({ db, actor, services }: Context): Promise<void> {
	if (actor?.kind !== "user") return;
	await lucia(db).invalidateSession(actor.sessionId);
	services.sessionEvents.ended(actor.sessionId);
}

/**
 * Ends a user's sessions, `except` one, by its stored id. Returns the ids that ended: whoever calls tells them to
 * `sessionEvents`, after its transaction if it is in one.
 */
export async function deleteUserSessions(db: DbOrTx, userId: string, except: string | null = null): Promise<string[]> {
	const ended = await db
		.delete(sessions)
		.where(and(eq(sessions.userId, userId), except === null ? undefined : ne(sessions.id, except)))
		.returning({ id: sessions.id });
	return ended.map(({ id }) => id);
}

/** Removes sessions that ran out of time. */
export async function deleteExpiredSessions(db: Db): Promise<void> {
	await lucia(db).deleteExpiredSessions();
	await db.delete(sessions).where(lt(sessions.createdAt, from(new Date(), -absoluteLimit.milliseconds())));
}
