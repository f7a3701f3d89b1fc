import { readsOf, schema } from "@llm-hub/db";
import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Role } from "../auth/schema.ts";
import { batched, perDb } from "../batched.ts";
import type { Context } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { type Policy, policyFingerprint } from "./policy.ts";
import type { Grant } from "./resolver.ts";
import type { Tier } from "./schema.ts";
import { plainUsd } from "./usd.ts";

const { accessGrants, apiTokens, usageCounters, users } = schema;

export type AccessDeps = Pick<Context, "db" | "services">;

/** Whom a decision is about: a user, perhaps through one of the user's tokens. */
export interface Subject {
	userId: string;
	tokenId: string | null;
}

/** What a decision stands on, as the database has it at this moment. */
export interface AccessFacts extends Subject {
	role: Role;
	isDisabled: boolean;
	tierCode: string;
	/** Null when the user's tier is gone; then nothing is allowed but by grants. */
	tier: Tier | null;
	userBudgetUsd: string | null;
	tokenBudgetUsd: string | null;
	policy: Policy;
}

/**
 * Reads in one statement who it is and which rules are in force.
 * @throws NotFoundError when there is no such user
 */
export async function loadFacts({ db, services }: AccessDeps, { userId, tokenId }: Subject): Promise<AccessFacts> {
	const row = await personOf(db, { userId, tokenId });
	if (!row) throw new NotFoundError(`There is no user ${userId}.`);
	const policy = await services.policy.get(db, row.fingerprint);
	return {
		userId,
		tokenId,
		role: row.role,
		isDisabled: row.disabledAt !== null,
		tierCode: row.tierCode,
		tier: policy.tiers.find(({ code }) => code === row.tierCode) ?? null,
		userBudgetUsd: row.userBudgetUsd && plainUsd(row.userBudgetUsd),
		tokenBudgetUsd: row.tokenBudgetUsd && plainUsd(row.tokenBudgetUsd),
		policy,
	};
}

const selectPersons = perDb((db) =>
	db
		.select({
			userId: users.id,
			role: users.role,
			disabledAt: users.disabledAt,
			tierCode: users.tierCode,
			userBudgetUsd: users.budgetUsd,
			tokenId: apiTokens.id,
			tokenBudgetUsd: apiTokens.budgetUsd,
			fingerprint: policyFingerprint,
		})
		.from(users)
		.leftJoin(apiTokens, sql`${apiTokens.id} = any(${sql.placeholder("tokenIds")})`)
		.where(sql`${users.id} = any(${sql.placeholder("userIds")})`)
		.prepare("access_facts"),
);

const personOf = batched(async (db, subjects: Subject[]) => {
	const userIds = [...new Set(subjects.map(({ userId }) => userId))];
	const tokenIds = [...new Set(subjects.flatMap(({ tokenId }) => tokenId ?? []))];
	const rows = await selectPersons(readsOf(db)).execute({ userIds, tokenIds });
	return subjects.map(({ userId, tokenId }) => {
		const ofUser = rows.filter((row) => row.userId === userId);
		const ofToken = ofUser.find((row) => row.tokenId !== null && row.tokenId === tokenId);
		const [first] = ofUser;
		return ofToken ?? (first ? { ...first, tokenBudgetUsd: null } : null);
	});
});

const selectGrants = perDb((db) => {
	const { id, userId, modelPattern, maxRequests, expiresAt, revokedAt } = accessGrants;
	return db
		.select({ id, userId, modelPattern, maxRequests, expiresAt })
		.from(accessGrants)
		.leftJoin(usageCounters, and(eq(usageCounters.scope, "grant"), eq(usageCounters.subject, id)))
		.where(
			and(
				sql`${userId} = any(${sql.placeholder("userIds")})`,
				isNull(revokedAt),
				gt(expiresAt, sql.placeholder("at")),
				or(isNull(maxRequests), isNull(usageCounters.requests), lt(usageCounters.requests, maxRequests)),
			),
		)
		.prepare("open_grants");
});

const grantsOf = batched(async (db, wanted: { userId: string; at: Date }[]) => {
	const userIds = [...new Set(wanted.map(({ userId }) => userId))];
	const at = new Date(Math.min(...wanted.map(({ at }) => at.getTime())));
	const rows = await selectGrants(readsOf(db)).execute({ userIds, at: at.toISOString() });
	return wanted.map(({ userId, at }) =>
		rows.flatMap(({ userId: ofUser, ...grant }) => (ofUser === userId && grant.expiresAt > at ? [grant] : [])),
	);
});

/** The user's grants that still open something: neither ended, revoked nor used up. */
export const openGrants = ({ db }: AccessDeps, userId: string, at = new Date()): Promise<Grant[]> =>
	grantsOf(db, { userId, at });
