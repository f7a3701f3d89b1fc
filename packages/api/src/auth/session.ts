import { type Db, type DbOrTx, schema } from "@llm-hub/db";
import { and, desc, eq, gt, lt, ne, sql } from "drizzle-orm";
import { recordAudit, userTarget } from "../audit/record.ts";
import type { Context, SessionContext, UserActor } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { absoluteLimit, idleLimit, lucia } from "./lucia.ts";
import type { Ended, LoggedOut, RevokeAllSessionsInput, SessionOutput, SignedIn, SignedInUser } from "./schema.ts";
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

// Enough of the hash to tell one person's sessions apart; neither it nor the whole hash opens anything.
const handle = sql<string>`left(${sessions.id}, 16)`;

/** The caller's open sessions, the last used first. */
export async function listSessions({ db, actor }: SessionContext): Promise<SessionOutput[]> {
	const { address, userAgent, createdAt, lastSeenAt } = sessions;
	const oldest = from(new Date(), -absoluteLimit.milliseconds());
	return db
		.select({
			id: handle,
			current: sql<boolean>`${sessions.id} = ${actor.sessionId}`,
			address,
			userAgent,
			createdAt,
			lastSeenAt,
		})
		.from(sessions)
		.where(and(eq(sessions.userId, actor.userId), gt(sessions.expiresAt, new Date()), gt(createdAt, oldest)))
		.orderBy(desc(lastSeenAt), sessions.id);
}

/** Ends one of the caller's own sessions. @throws NotFoundError when it is none of them */
export async function revokeSession(ctx: SessionContext, { id }: { id: string }): Promise<Ended> {
	const { db, actor, services } = ctx;
	const ended = await db.transaction(async (tx) => {
		const deleted = await tx
			.delete(sessions)
			.where(and(eq(sessions.userId, actor.userId), eq(handle, id)))
			.returning({ id: sessions.id, address: sessions.address, userAgent: sessions.userAgent });
		if (deleted.length === 0) throw new NotFoundError("There is no such session.");
		const [{ address, userAgent } = {}] = deleted;
		const entry = { target: { type: "session", id }, before: { address, userAgent } };
		await recordAudit(tx, ctx, { action: "auth.sessions.revoke", ...entry });
		return deleted;
	});
	for (const session of ended) services.sessionEvents.ended(session.id);
	if (ended.some((session) => session.id === actor.sessionId)) ctx.setSessionCookie(null);
	return { ended: ended.length };
}

/** Signs the caller out everywhere, or everywhere else. */
export async function revokeAllSessions(ctx: SessionContext, { keepCurrent }: RevokeAllSessionsInput): Promise<Ended> {
	const { db, actor, services } = ctx;
	const ended = await db.transaction(async (tx) => {
		const deleted = await deleteUserSessions(tx, actor.userId, keepCurrent ? actor.sessionId : null);
		const target = userTarget({ id: actor.userId, email: actor.email });
		const after = { ended: deleted.length, keptCurrent: keepCurrent };
		await recordAudit(tx, ctx, { action: "auth.sessions.revoke_all", target, after });
		return deleted;
	});
	for (const id of ended) services.sessionEvents.ended(id);
	if (!keepCurrent) ctx.setSessionCookie(null);
	return { ended: ended.length };
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
