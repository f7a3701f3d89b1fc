import { schema } from "@llm-hub/db";
import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { isAdmin } from "../tokens/manage-tokens.ts";
import type { GrantOutput } from "./schema.ts";

const { accessGrants, usageCounters, users } = schema;

/** Grants, the newest first: everybody's for an admin, else the caller's own. */
export async function listGrants(ctx: UserContext, { open }: { open: boolean }): Promise<GrantOutput[]> {
	const now = new Date();
	const stillOpen = and(isNull(accessGrants.revokedAt), gt(accessGrants.expiresAt, now));
	const rows = await ctx.db
		.select({
			id: accessGrants.id,
			userId: accessGrants.userId,
			userEmail: users.email,
			modelPattern: accessGrants.modelPattern,
			maxRequests: accessGrants.maxRequests,
			reason: accessGrants.reason,
			usedRequests: usageCounters.requests,
			createdAt: accessGrants.createdAt,
			expiresAt: accessGrants.expiresAt,
			revokedAt: accessGrants.revokedAt,
		})
		.from(accessGrants)
		.innerJoin(users, eq(users.id, accessGrants.userId))
		.leftJoin(usageCounters, and(eq(usageCounters.scope, "grant"), eq(usageCounters.subject, accessGrants.id)))
		.where(and(isAdmin(ctx) ? undefined : eq(accessGrants.userId, ctx.actor.userId), open ? stillOpen : undefined))
		.orderBy(desc(accessGrants.createdAt), desc(accessGrants.id))
		.limit(500);
	return rows.map((row) => {
		const grant = { ...row, usedRequests: row.usedRequests ?? 0 };
		return { ...grant, state: stateOf(grant, now) };
	});
}

/** Ends a grant now. @throws NotFoundError */
export async function revokeGrant(ctx: UserContext, { grantId }: { grantId: string }): Promise<{ revoked: boolean }> {
	return ctx.db.transaction(async (tx) => {
		const { userId, modelPattern, revokedAt } = accessGrants;
		const [grant] = await tx
			.select({ userId, modelPattern, revokedAt })
			.from(accessGrants)
			.where(eq(accessGrants.id, grantId))
			.for("update");
		if (!grant) throw new NotFoundError("There is no such grant.");
		if (grant.revokedAt) return { revoked: false };
		await tx.update(accessGrants).set({ revokedAt: new Date() }).where(eq(accessGrants.id, grantId));
		const target = { type: "grant", id: grantId, name: grant.modelPattern };
		await recordAudit(tx, ctx, { action: "access.grants.revoke", target, before: { userId: grant.userId } });
		return { revoked: true };
	});
}

function stateOf(grant: Omit<GrantOutput, "state">, now: Date): GrantOutput["state"] {
	if (grant.revokedAt) return "revoked";
	if (grant.expiresAt <= now) return "expired";
	return grant.maxRequests !== null && grant.usedRequests >= grant.maxRequests ? "used_up" : "open";
}
