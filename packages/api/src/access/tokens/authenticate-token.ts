import { type Db, schema } from "@llm-hub/db";
import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { TokenActor } from "../../context.ts";
import { scopes as everyScope } from "../schema.ts";
import { idOfToken, isTokenOf } from "./token-text.ts";

const { apiTokens, users } = schema;

const usedEveryMs = 60_000;

/**
 * Who an API token belongs to, with the role and tier of this very moment; null when it opens nothing: unknown, expired,
 * revoked, or of a disabled user. The database is asked every time, so a revocation counts at once on every server.
 */
export async function authenticateToken(db: Db, token: string): Promise<TokenActor | null> {
	const tokenId = idOfToken(token);
	if (!tokenId) return null;
	const now = new Date();
	const [row] = await db
		.select({
			hash: apiTokens.hash,
			tokenName: apiTokens.name,
			scopes: apiTokens.scopes,
			lastUsedAt: apiTokens.lastUsedAt,
			userId: users.id,
			email: users.email,
			name: users.name,
			role: users.role,
			tierCode: users.tierCode,
		})
		.from(apiTokens)
		.innerJoin(users, eq(users.id, apiTokens.userId))
		.where(
			and(
				eq(apiTokens.id, tokenId),
				isNull(apiTokens.revokedAt),
				or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
				isNull(users.disabledAt),
			),
		);
	if (!row || !isTokenOf(token, row.hash)) return null;
	const { hash: _, lastUsedAt, scopes, ...actor } = row;
	if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() > usedEveryMs) {
		await db.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, tokenId));
	}
	return { kind: "token", tokenId, ...actor, scopes: everyScope.filter((scope) => scopes.includes(scope)) };
}
