import { schema, type Tx } from "@llm-hub/db";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { generateIdFromEntropySize } from "lucia";
import { recordAudit } from "../../audit/record.ts";
import { hashPassword, refuseGuessable } from "../../auth/password.ts";
import { deleteUserSessions } from "../../auth/session.ts";
import type { Context } from "../../context.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { revokeUserTokens } from "../tokens/manage-tokens.ts";
import { plainUsd } from "../usd.ts";
import { showUser } from "./list-users.ts";
import type { CreateUserInput, UpdateUserInput, UserOutput } from "./schema.ts";

const { tiers, users } = schema;

/** @throws ConflictError when the address is taken; InvalidInputError for a guessable password or an unknown tier */
export async function createUser(ctx: Context, input: CreateUserInput): Promise<UserOutput> {
	const { email, password, role, tierCode, budgetUsd } = input;
	const name = input.name ?? email.slice(0, email.indexOf("@")).slice(0, 100);
	if (password) refuseGuessable(password, { email, field: "password" });
	const passwordHash = password ? await hashPassword(password) : null;
	const id = generateIdFromEntropySize(10);
	await ctx.db.transaction(async (tx) => {
		await requireTier(tx, tierCode);
		const created = await tx
			.insert(users)
			.values({ id, email, name, passwordHash, role, tierCode, budgetUsd })
			.onConflictDoNothing({ target: users.email })
			.returning({ id: users.id });
		if (created.length === 0) throw new ConflictError(`${email} has an account already.`);
		const target = { type: "user", id, name: email };
		await recordAudit(tx, ctx, { action: "access.users.create", target, after: { name, role, tierCode, budgetUsd } });
	});
	return showUser(ctx, id);
}

/**
 * Changes a user; what is left out stays. Role and tier count from the user's next call, a disabled user's sessions and
 * tokens end now.
 * @throws NotFoundError; ConflictError when no enabled admin would be left; InvalidInputError for a guessable password
 *   or an unknown tier
 */
export async function updateUser(ctx: Context, input: UpdateUserInput): Promise<UserOutput> {
	const { userId, password, disabled, ...fields } = input;
	const known = await showUser(ctx, userId);
	if (password) refuseGuessable(password, { email: known.email, field: "password" });
	const passwordHash = password ? await hashPassword(password) : undefined;
	const ended = await ctx.db.transaction(async (tx) => {
		if (fields.tierCode !== undefined) await requireTier(tx, fields.tierCode);
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext('llm-hub users'))`);
		const [before] = await tx.select().from(users).where(eq(users.id, userId)).for("update");
		if (!before) throw new NotFoundError(`There is no user ${userId}.`);
		const disabledAt = disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? new Date()) : null;
		const isLocked = disabledAt !== null;
		if (isLocked || (fields.role ?? before.role) !== "admin") await requireAnotherAdmin(tx, before);
		const [after] = await tx
			.update(users)
			.set({ ...fields, disabledAt, updatedAt: new Date(), ...(passwordHash ? { passwordHash } : {}) })
			.where(eq(users.id, userId))
			.returning();
		const sessions = isLocked || passwordHash ? await deleteUserSessions(tx, userId) : [];
		const tokens = isLocked ? await revokeUserTokens(tx, userId) : [];
		const target = { type: "user", id: userId, name: before.email };
		const changes = changesBetween(before, after ?? before);
		if (passwordHash) changes.after.passwordChanged = true;
		await recordAudit(tx, ctx, { action: "access.users.update", target, ...changes });
		return [...sessions, ...tokens];
	});
	for (const id of ended) ctx.services.sessionEvents.ended(id);
	return showUser(ctx, userId);
}

/** @throws ConflictError when this is the last admin who can sign in: nobody could make another */
async function requireAnotherAdmin(tx: Tx, user: typeof users.$inferSelect): Promise<void> {
	if (!(await isLastAdmin(tx, user))) return;
	throw new ConflictError("This is the last admin. Make somebody else an admin first.", { rule: "last_admin" });
}

/** Whether nobody else is an enabled admin. Only true under the lock `llm-hub users`. */
export async function isLastAdmin(tx: Tx, user: typeof users.$inferSelect): Promise<boolean> {
	if (user.role !== "admin" || user.disabledAt !== null) return false;
	const others = and(eq(users.role, "admin"), isNull(users.disabledAt), ne(users.id, user.id));
	return (await tx.$count(users, others)) === 0;
}

async function requireTier(tx: Tx, tierCode: string): Promise<void> {
	const [tier] = await tx.select({ code: tiers.code }).from(tiers).where(eq(tiers.code, tierCode)).for("share");
	if (!tier) throw new InvalidInputError("tierCode", `There is no tier ${tierCode}.`);
}

/** The fields that changed, for the audit; nothing of the password. */
function changesBetween(before: typeof users.$inferSelect, after: typeof users.$inferSelect) {
	const shown = (user: typeof users.$inferSelect): Record<string, unknown> => ({
		name: user.name,
		role: user.role,
		tierCode: user.tierCode,
		budgetUsd: user.budgetUsd && plainUsd(user.budgetUsd),
		disabled: user.disabledAt !== null,
	});
	const [was, is] = [shown(before), shown(after)];
	const changed = Object.keys(is).filter((key) => was[key] !== is[key]);
	const only = (of: Record<string, unknown>) => Object.fromEntries(changed.map((key) => [key, of[key]]));
	return { before: only(was), after: only(is) };
}
