import { schema } from "@llm-hub/db";
import { and, asc, count, eq, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { periodsOf } from "../periods.ts";
import { plainUsd } from "../usd.ts";
import type { ListUsersInput, UserOutput } from "./schema.ts";

const { apiTokens, sessions, ssoIdentities, usageCounters, users } = schema;

type Deps = Pick<Context, "db">;

/** A page of the users by e-mail address, with their usage of this month, and how many the filters leave in all. */
export async function listUsers({ db }: Deps, input: ListUsersInput): Promise<{ users: UserOutput[]; total: number }> {
	const pattern = `%${(input.search ?? "").replace(/[\\%_]/g, "\\$&")}%`;
	const where = and(
		input.search ? or(ilike(users.email, pattern), ilike(users.name, pattern)) : undefined,
		input.role && eq(users.role, input.role),
		input.tierCode === undefined ? undefined : eq(users.tierCode, input.tierCode),
		input.disabled === undefined ? undefined : (input.disabled ? isNotNull : isNull)(users.disabledAt),
	);
	const rows = await select(db, where).orderBy(asc(users.email)).limit(input.limit).offset(input.offset);
	const [counted] = await db.select({ total: count() }).from(users).where(where);
	return { users: rows.map(shown), total: counted?.total ?? 0 };
}

/** @throws NotFoundError */
export async function showUser({ db }: Deps, userId: string): Promise<UserOutput> {
	const [row] = await select(db, eq(users.id, userId));
	if (!row) throw new NotFoundError(`There is no user ${userId}.`);
	return shown(row);
}

function select(db: Deps["db"], where: SQL | undefined) {
	const thisMonth = and(
		eq(usageCounters.scope, "user"),
		eq(usageCounters.subject, users.id),
		eq(usageCounters.period, periodsOf(new Date()).month),
	);
	return db
		.select({
			id: users.id,
			email: users.email,
			name: users.name,
			role: users.role,
			tierCode: users.tierCode,
			budgetUsd: users.budgetUsd,
			hasPassword: sql<boolean>`${users.passwordHash} is not null`,
			hasSso: sql<boolean>`exists (select 1 from ${ssoIdentities} where ${ssoIdentities.userId} = ${users.id})`,
			disabledAt: users.disabledAt,
			createdAt: users.createdAt,
			lastSeenAt: sql<Date | null>`(
				select max(${sessions.lastSeenAt}) from ${sessions} where ${sessions.userId} = ${users.id}
			)`.mapWith(sessions.lastSeenAt),
			openTokens: sql<number>`(
				select count(*)::int from ${apiTokens} where ${apiTokens.userId} = ${users.id} and ${apiTokens.revokedAt} is null
				and (${apiTokens.expiresAt} is null or ${apiTokens.expiresAt} > now())
			)`,
			requests: usageCounters.requests,
			spentUsd: usageCounters.spentUsd,
			heldUsd: usageCounters.heldUsd,
			unpriced: usageCounters.unpriced,
		})
		.from(users)
		.leftJoin(usageCounters, thisMonth)
		.where(where)
		.$dynamic();
}

type Row = Awaited<ReturnType<typeof select>>[number];

function shown({ requests, spentUsd, heldUsd, unpriced, ...user }: Row): UserOutput {
	return {
		...user,
		budgetUsd: user.budgetUsd && plainUsd(user.budgetUsd),
		usage: {
			requests: requests ?? 0,
			spentUsd: plainUsd(spentUsd ?? "0"),
			heldUsd: plainUsd(heldUsd ?? "0"),
			unpriced: unpriced ?? 0,
		},
	};
}
