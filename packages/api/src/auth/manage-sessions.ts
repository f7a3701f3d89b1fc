import { schema } from "@llm-hub/db";
import { and, desc, eq, gt, sql } from "drizzle-orm";
import { recordAudit, userTarget } from "../audit/record.ts";
import type { Context, SessionContext } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { absoluteLimit } from "./lucia.ts";
import type { Ended, RevokeAllSessionsInput, SessionOutput } from "./schema.ts";
import { deleteUserSessions } from "./session.ts";

const { sessions } = schema;

/** Whose sessions they are. */
interface Owner {
	id: string;
	email: string;
}

// Enough of the hash to tell one person's sessions apart; neither it nor the whole hash opens anything.
const handle = sql<string>`left(${sessions.id}, 16)`;

const ownSession = ({ actor }: Pick<Context, "actor">): string | null =>
	actor?.kind === "user" ? actor.sessionId : null;
const callerOf = ({ actor }: SessionContext): Owner => ({ id: actor.userId, email: actor.email });

/** The caller's open sessions, the last used first. */
export const listSessions = (ctx: SessionContext): Promise<SessionOutput[]> => listSessionsOf(ctx, ctx.actor.userId);

/** Ends one of the caller's own sessions. @throws NotFoundError when it is none of them */
export const revokeSession = (ctx: SessionContext, { id }: { id: string }): Promise<Ended> =>
	revokeSessionOf(ctx, callerOf(ctx), id);

/** Signs the caller out everywhere, or everywhere else. */
export const revokeAllSessions = (ctx: SessionContext, { keepCurrent }: RevokeAllSessionsInput): Promise<Ended> =>
	revokeAllSessionsOf(ctx, callerOf(ctx), { keepCurrent });

/** A person's open sessions, the last used first. */
export async function listSessionsOf(ctx: Pick<Context, "db" | "actor">, userId: string): Promise<SessionOutput[]> {
	const { address, userAgent, createdAt, lastSeenAt } = sessions;
	const oldest = new Date(Date.now() - absoluteLimit.milliseconds());
	return ctx.db
		.select({
			id: handle,
			current: sql<boolean>`${sessions.id} = ${ownSession(ctx) ?? ""}`,
			address,
			userAgent,
			createdAt,
			lastSeenAt,
		})
		.from(sessions)
		.where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, new Date()), gt(createdAt, oldest)))
		.orderBy(desc(lastSeenAt), sessions.id);
}

/** Ends one of a person's sessions now, on every server. @throws NotFoundError when it is none of theirs */
export async function revokeSessionOf(ctx: Context, owner: Owner, id: string): Promise<Ended> {
	const ended = await ctx.db.transaction(async (tx) => {
		const deleted = await tx
			.delete(sessions)
			.where(and(eq(sessions.userId, owner.id), eq(handle, id)))
			.returning({ id: sessions.id, address: sessions.address, userAgent: sessions.userAgent });
		const [first] = deleted;
		if (!first) throw new NotFoundError("There is no such session.");
		const before = { user: owner.email, address: first.address, userAgent: first.userAgent };
		await recordAudit(tx, ctx, { action: "auth.sessions.revoke", target: { type: "session", id }, before });
		return deleted.map((session) => session.id);
	});
	return tell(ctx, ended);
}

/** Signs a person out everywhere, or everywhere but where the caller is. */
export async function revokeAllSessionsOf(
	ctx: Context,
	owner: Owner,
	{ keepCurrent }: RevokeAllSessionsInput,
): Promise<Ended> {
	const ended = await ctx.db.transaction(async (tx) => {
		const deleted = await deleteUserSessions(tx, owner.id, keepCurrent ? ownSession(ctx) : null);
		const after = { ended: deleted.length, keptCurrent: keepCurrent };
		await recordAudit(tx, ctx, { action: "auth.sessions.revoke_all", target: userTarget(owner), after });
		return deleted;
	});
	return tell(ctx, ended);
}

/** Ends what the sessions had opened, and takes the caller's own cookie back if it is among them. */
function tell(ctx: Context, ended: readonly string[]): Ended {
	for (const id of ended) ctx.services.sessionEvents.ended(id);
	const own = ownSession(ctx);
	if (own !== null && ended.includes(own)) ctx.setSessionCookie(null);
	return { ended: ended.length };
}
