import { type Db, readsOf, schema } from "@llm-hub/db";
import { eq, sql } from "drizzle-orm";
import { batched, perDb } from "../../batched.ts";
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
	const row = await tokenById(db, tokenId);
	if (!row || row.revokedAt || row.disabledAt || (row.expiresAt && row.expiresAt <= now)) return null;
	if (!isTokenOf(token, row.hash)) return null;
	const { hash: _, lastUsedAt, revokedAt, expiresAt, disabledAt, scopes, ...actor } = row;
	if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() > usedEveryMs) {
		await db.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, tokenId));
	}
	return { kind: "token", ...actor, scopes: everyScope.filter((scope) => scopes.includes(scope)) };
}

const selectByIds = perDb((db) =>
	db
		.select({
			tokenId: apiTokens.id,
			hash: apiTokens.hash,
			tokenName: apiTokens.name,
			scopes: apiTokens.scopes,
			lastUsedAt: apiTokens.lastUsedAt,
			revokedAt: apiTokens.revokedAt,
			expiresAt: apiTokens.expiresAt,
			userId: users.id,
			email: users.email,
			name: users.name,
			role: users.role,
			tierCode: users.tierCode,
			disabledAt: users.disabledAt,
		})
		.from(apiTokens)
		.innerJoin(users, eq(users.id, apiTokens.userId))
		.where(sql`${apiTokens.id} = any(${sql.placeholder("ids")})`)
		.prepare("tokens_by_id"),
);

const tokenById = batched(async (db, ids: string[]) => {
	const byId = new Map((await selectByIds(readsOf(db)).execute({ ids })).map((row) => [row.tokenId, row]));
	return ids.map((id) => byId.get(id) ?? null);
});
