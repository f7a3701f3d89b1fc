import { type Db, schema, type Tx } from "@llm-hub/db";
import { and, eq, inArray, isNull, lt, or } from "drizzle-orm";
import { recordAudit, userTarget } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import { type LogoutToken, readLogoutToken } from "./logout-token.ts";
import { SsoRefusal } from "./refusal.ts";

const { sessions, ssoIdentities, ssoLogoutTokens, ssoSessions, users } = schema;

/**
 * The provider says that somebody signed out there: ends the sessions that began with that sign-in, or all that the
 * person began there. Sessions by password and API tokens go on. A token counts once, on whichever server.
 * @throws SsoRefusal
 */
export async function backChannelLogout(
	ctx: Context,
	{ logoutToken }: { logoutToken: string },
): Promise<{ ended: number }> {
	const { services, db } = ctx;
	if (!services.sso) throw new SsoRefusal("not_configured", "OIDC_ISSUER is not set");
	const token = await readLogoutToken(services.sso, logoutToken);
	const ended = await db.transaction(async (tx) => {
		await useOnce(tx, token);
		const [person] = await personOf(tx, token);
		if (!person) return [];
		const which = await sessionsOf(tx, token, person.id);
		if (which.length === 0) return [];
		const gone = await tx.delete(sessions).where(inArray(sessions.id, which)).returning({ id: sessions.id });
		const actor = { kind: "system", reason: "the OpenID provider" } as const;
		const entry = { target: userTarget(person), after: { ended: gone.length } };
		await recordAudit(tx, { ...ctx, actor }, { action: "auth.sso.logout", ...entry });
		return gone;
	});
	for (const { id } of ended) services.sessionEvents.ended(id);
	return { ended: ended.length };
}

async function useOnce(tx: Tx, { issuer, jti, uselessAt }: LogoutToken): Promise<void> {
	const row = { issuer, jti, uselessAt };
	const [kept] = await tx.insert(ssoLogoutTokens).values(row).onConflictDoNothing().returning();
	if (!kept) throw new SsoRefusal("untrusted", "the logout token came before");
}

/** By subject, or by a session that the provider's `sid` names. */
function personOf(tx: Tx, { issuer, subject, sid }: LogoutToken) {
	const { id, email } = users;
	const of = tx.select({ id, email }).from(users);
	if (subject !== null) {
		const linked = and(eq(ssoIdentities.issuer, issuer), eq(ssoIdentities.subject, subject));
		return of.innerJoin(ssoIdentities, and(eq(ssoIdentities.userId, id), linked)).limit(1);
	}
	return of
		.innerJoin(sessions, eq(sessions.userId, id))
		.innerJoin(ssoSessions, and(eq(ssoSessions.sessionId, sessions.id), eq(ssoSessions.sid, sid ?? "")))
		.innerJoin(ssoIdentities, and(eq(ssoIdentities.userId, id), eq(ssoIdentities.issuer, issuer)))
		.limit(1);
}

/** Where the provider tells no `sid` at a sign-in, every session of the person is meant. */
async function sessionsOf(tx: Tx, { subject, sid }: LogoutToken, userId: string): Promise<string[]> {
	const bySid = sid === null ? undefined : eq(ssoSessions.sid, sid);
	const meant = bySid && subject !== null ? or(bySid, isNull(ssoSessions.sid)) : bySid;
	const rows = await tx
		.select({ id: sessions.id })
		.from(sessions)
		.innerJoin(ssoSessions, eq(ssoSessions.sessionId, sessions.id))
		.where(and(eq(sessions.userId, userId), meant));
	return rows.map(({ id }) => id);
}

/** Forgets logout tokens that are too old to come again. */
export async function deleteOldLogoutTokens(db: Db): Promise<void> {
	await db.delete(ssoLogoutTokens).where(lt(ssoLogoutTokens.uselessAt, new Date()));
}
