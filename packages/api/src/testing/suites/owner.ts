import { schema } from "@llm-hub/db";
import { and, eq } from "drizzle-orm";
import type { Scope } from "../../access/schema.ts";
import { requireCaller } from "../../access/who.ts";
import type { Caller, Context, UserContext } from "../../context.ts";
import { DomainError, ForbiddenError } from "../../errors.ts";

const { apiTokens, users } = schema;

/** What works on a suite has, whoever asked for it. */
export type SuiteDeps = Pick<Context, "db" | "services">;

/**
 * The suite's owner as the database has them at this moment, as if they called themselves.
 * @returns why they may no longer spend, where they may not
 */
export async function ownerContext(
	{ db, services }: SuiteDeps,
	{ id, userId, tokenId }: { id: string; userId: string; tokenId: string | null },
): Promise<UserContext | { refusal: string }> {
	try {
		const actor = await ownerOf(db, userId, tokenId);
		requireCaller(actor, "spend");
		const requestId = `suite ${id}`;
		return { db, services, actor, requestId, address: "", userAgent: null, setSessionCookie: () => {} };
	} catch (error) {
		if (error instanceof DomainError) return { refusal: error.message };
		throw error;
	}
}

async function ownerOf(db: Context["db"], userId: string, tokenId: string | null): Promise<Caller> {
	const [user] = await db.select().from(users).where(eq(users.id, userId));
	if (!user || user.disabledAt)
		throw new ForbiddenError("The account of its owner is disabled. An admin can enable it.");
	const { email, name, role, tierCode } = user;
	const person = { userId, email, name, role, tierCode };
	if (tokenId === null) return { kind: "user", sessionId: "", ...person };
	const [token] = await db
		.select()
		.from(apiTokens)
		.where(and(eq(apiTokens.id, tokenId), eq(apiTokens.userId, userId)));
	if (!token || token.revokedAt || (token.expiresAt && token.expiresAt <= new Date())) {
		throw new ForbiddenError("The API token that started it was revoked or has expired. Resume it when signed in.");
	}
	return { kind: "token", tokenId, tokenName: token.name, scopes: token.scopes as Scope[], ...person };
}
