import { type DbOrTx, readsOf, schema } from "@llm-hub/db";
import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { eq, sql } from "drizzle-orm";
import { type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from "lucia";
import { batched, perDb } from "../batched.ts";

const { sessions, users } = schema;

/** A session unused for this long is over. */
export const idleLimit = new TimeSpan(14, "d");
/** However busy, a session is over this long after its sign-in. */
export const absoluteLimit = new TimeSpan(30, "d");

type SessionRow = typeof sessions.$inferSelect;
type UserRow = typeof users.$inferSelect;

declare module "lucia" {
	interface Register {
		Lucia: ReturnType<typeof lucia>;
		DatabaseSessionAttributes: Omit<SessionRow, "id" | "userId" | "expiresAt">;
		DatabaseUserAttributes: Omit<UserRow, "id">;
	}
}

const selectByIds = perDb((db) =>
	db
		.select({ session: sessions, user: users })
		.from(sessions)
		.innerJoin(users, eq(users.id, sessions.userId))
		.where(sql`${sessions.id} = any(${sql.placeholder("ids")})`)
		.prepare("sessions_by_id"),
);

const sessionById = batched(async (db, ids: string[]) => {
	const byId = new Map((await selectByIds(readsOf(db)).execute({ ids })).map((row) => [row.session.id, row]));
	return ids.map((id) => byId.get(id) ?? null);
});

/** Every call asks for a session: those of one moment are asked for in one statement. */
class SessionAdapter extends DrizzlePostgreSQLAdapter {
	readonly #asked: DbOrTx;

	constructor(db: DbOrTx) {
		super(db, sessions, users);
		this.#asked = db;
	}

	override async getSessionAndUser(sessionId: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
		const row = await sessionById(this.#asked, sessionId);
		if (!row) return [null, null];
		const { id, userId, expiresAt, ...attributes } = row.session;
		const { id: ofUser, ...userAttributes } = row.user;
		return [
			{ id, userId, expiresAt, attributes },
			{ id: ofUser, attributes: userAttributes },
		];
	}
}

/** Lucia over a database or a transaction of it. Its session ids are the hashes of our tokens, never the tokens. */
export function lucia(db: DbOrTx) {
	return new Lucia(new SessionAdapter(db), {
		sessionExpiresIn: idleLimit,
		getSessionAttributes: ({ createdAt, lastSeenAt }) => ({ createdAt, lastSeenAt }),
		getUserAttributes: ({ email, name, role, tierCode, disabledAt }) => ({ email, name, role, tierCode, disabledAt }),
	});
}
