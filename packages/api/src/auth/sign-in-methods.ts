import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import type { SessionContext } from "../context.ts";

const { ssoIdentities, users } = schema;

/** Whether the caller has a password, and whether an OpenID provider knows them. */
export async function signInMethods({ db, actor }: SessionContext): Promise<{ password: boolean; sso: boolean }> {
	const [user] = await db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, actor.userId));
	const linked = await db.$count(ssoIdentities, eq(ssoIdentities.userId, actor.userId));
	return { password: typeof user?.hash === "string", sso: linked > 0 };
}
