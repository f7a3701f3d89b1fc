import { type DbOrTx, schema } from "@llm-hub/db";
import { addUsd } from "@llm-hub/providers";
import { and, desc, eq, gt, isNull, ne, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { periodsOf } from "../periods.ts";
import { scopes as everyScope, type Scope } from "../schema.ts";
import { plainUsd } from "../usd.ts";
import type { CreatedToken, CreateTokenInput, ListTokensInput, TokenOutput } from "./schema.ts";
import { createApiToken, previewOf } from "./token-text.ts";

const { apiTokens, usageCounters, users } = schema;
const makers = alias(users, "makers");

/** Open tokens a user may have: more are a leak, or a loop. */
const mostPerUser = 50;

/**
 * Makes a token. Its text is in the answer and nowhere else.
 * @throws ForbiddenError for somebody else's, unless the caller is an admin; NotFoundError for an unknown user;
 *   InvalidInputError for a scope beyond the user's role; ConflictError above 50 open tokens
 */
export async function createToken(ctx: UserContext, input: CreateTokenInput): Promise<CreatedToken> {
	const { name, scopes, expiresInDays, budgetUsd, userId = ctx.actor.userId } = input;
	requireOwnOrAdmin(ctx, userId);
	const { id, token, hash } = createApiToken();
	const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 86_400_000);
	await ctx.db.transaction(async (tx) => {
		const [user] = await tx
			.select({ email: users.email, role: users.role, disabledAt: users.disabledAt })
			.from(users)
			.where(eq(users.id, userId))
			.for("update");
		if (!user) throw new NotFoundError(`There is no user ${userId}.`);
		if (user.disabledAt) throw new ConflictError("The user is disabled.");
		refuseBeyondRole(user.role, scopes);
		const isCurrent = or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, new Date()));
		const open = and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt), isCurrent);
		if ((await tx.$count(apiTokens, open)) >= mostPerUser) {
			throw new ConflictError(`There are ${mostPerUser} open tokens already. Revoke one first.`);
		}
		const row = { id, userId, name, hash, scopes, budgetUsd, expiresAt, createdBy: ctx.actor.userId };
		await tx.insert(apiTokens).values(row);
		const after = { user: user.email, scopes, budgetUsd, expiresAt };
		await recordAudit(tx, ctx, { action: "access.tokens.create", target: { type: "token", id, name }, after });
	});
	return { id, token, name, scopes, expiresAt };
}

/** Tokens, the newest first, with what they spent this month. Never their text. @throws ForbiddenError for others' */
export async function listTokens(ctx: UserContext, { userId, all }: ListTokensInput): Promise<TokenOutput[]> {
	const owner = all ? undefined : (userId ?? ctx.actor.userId);
	requireOwnOrAdmin(ctx, owner);
	const now = new Date();
	const month = and(
		eq(usageCounters.scope, "token"),
		eq(usageCounters.subject, apiTokens.id),
		eq(usageCounters.period, periodsOf(now).month),
	);
	const rows = await ctx.db
		.select({
			id: apiTokens.id,
			userId: apiTokens.userId,
			userEmail: users.email,
			madeBy: makers.email,
			name: apiTokens.name,
			scopes: apiTokens.scopes,
			budgetUsd: apiTokens.budgetUsd,
			spentUsd: usageCounters.spentUsd,
			heldUsd: usageCounters.heldUsd,
			requestsThisMonth: usageCounters.requests,
			createdAt: apiTokens.createdAt,
			expiresAt: apiTokens.expiresAt,
			lastUsedAt: apiTokens.lastUsedAt,
			revokedAt: apiTokens.revokedAt,
		})
		.from(apiTokens)
		.innerJoin(users, eq(users.id, apiTokens.userId))
		.leftJoin(makers, and(eq(makers.id, apiTokens.createdBy), ne(makers.id, apiTokens.userId)))
		.leftJoin(usageCounters, month)
		.where(owner === undefined ? undefined : eq(apiTokens.userId, owner))
		.orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
		.limit(1_000);
	return rows.map(({ heldUsd, ...row }) => ({
		...row,
		preview: previewOf(row.id),
		scopes: everyScope.filter((scope) => row.scopes.includes(scope)),
		budgetUsd: row.budgetUsd && plainUsd(row.budgetUsd),
		spentUsd: addUsd(row.spentUsd ?? "0", heldUsd ?? "0"),
		requestsThisMonth: row.requestsThisMonth ?? 0,
		state: row.revokedAt ? "revoked" : row.expiresAt && row.expiresAt <= now ? "expired" : "active",
	}));
}

/** Ends a token now, on every server. @throws NotFoundError also for somebody else's, unless the caller is an admin */
export async function revokeToken(ctx: UserContext, { tokenId }: { tokenId: string }): Promise<{ revoked: boolean }> {
	const isOwn = isAdmin(ctx) ? undefined : eq(apiTokens.userId, ctx.actor.userId);
	const revoked = await ctx.db.transaction(async (tx) => {
		const [token] = await tx
			.select({ name: apiTokens.name, revokedAt: apiTokens.revokedAt })
			.from(apiTokens)
			.where(and(eq(apiTokens.id, tokenId), isOwn))
			.for("update");
		if (!token) throw new NotFoundError("There is no such token.");
		if (token.revokedAt) return false;
		await tx.update(apiTokens).set({ revokedAt: new Date() }).where(eq(apiTokens.id, tokenId));
		const target = { type: "token", id: tokenId, name: token.name };
		await recordAudit(tx, ctx, { action: "access.tokens.revoke", target });
		return true;
	});
	ctx.services.sessionEvents.ended(tokenId);
	return { revoked };
}

/** Revokes all of a user's tokens, as disabling the user must. Returns their ids. */
export async function revokeUserTokens(tx: DbOrTx, userId: string): Promise<string[]> {
	const revoked = await tx
		.update(apiTokens)
		.set({ revokedAt: new Date() })
		.where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)))
		.returning({ id: apiTokens.id });
	return revoked.map(({ id }) => id);
}

export const isAdmin = ({ actor }: Pick<UserContext, "actor">): boolean => actor.role === "admin";

/** @throws ForbiddenError when it is about somebody else (undefined: everybody) and the caller is no admin */
export function requireOwnOrAdmin(ctx: UserContext, userId: string | undefined): void {
	if (userId === ctx.actor.userId || isAdmin(ctx)) return;
	throw new ForbiddenError("Only an admin may do this for somebody else.", { rule: "role" });
}

function refuseBeyondRole(role: string, scopes: readonly Scope[]): void {
	if (scopes.includes("admin") && role !== "admin") {
		throw new InvalidInputError("scopes", "Only an admin's token may have the scope admin.");
	}
	if (role === "viewer" && scopes.some((scope) => scope === "lab:run" || scope === "gateway:run")) {
		throw new InvalidInputError("scopes", "A viewer never spends, and neither does a viewer's token.");
	}
}
