import { type DbOrTx, schema } from "@llm-hub/db";
import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { Lucia, TimeSpan } from "lucia";

/** A session unused for this long is over. */
export const idleLimit = new TimeSpan(14, "d");
/** However busy, a session is over this long after its sign-in. */
export const absoluteLimit = new TimeSpan(30, "d");

type SessionRow = typeof schema.sessions.$inferSelect;
type UserRow = typeof schema.users.$inferSelect;

declare module "lucia" {
	interface Register {
		Lucia: ReturnType<typeof lucia>;
		DatabaseSessionAttributes: Omit<SessionRow, "id" | "userId" | "expiresAt">;
		DatabaseUserAttributes: Omit<UserRow, "id">;
	}
}

/** Lucia over a database or a transaction of it. Its session ids are the hashes of our tokens, never the tokens. */
export function lucia(db: DbOrTx) {
	return new Lucia(new DrizzlePostgreSQLAdapter(db, schema.sessions, schema.users), {
		sessionExpiresIn: idleLimit,
		getSessionAttributes: ({ createdAt, lastSeenAt }) => ({ createdAt, lastSeenAt }),
		getUserAttributes: ({ email, name, role, tierCode, disabledAt }) => ({ email, name, role, tierCode, disabledAt }),
	});
}
