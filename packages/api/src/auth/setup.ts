import { type Db, type DbOrTx, schema } from "@llm-hub/db";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import { generateIdFromEntropySize } from "lucia";
import { recordAudit, userTarget } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { ConflictError, ForbiddenError } from "../errors.ts";
import { hashPassword, refuseGuessable } from "./password.ts";
import type { SetupInput, SignedIn } from "./schema.ts";
import { openSession } from "./session.ts";
import { createToken, hashToken } from "./token.ts";

const { setupTokens, users } = schema;

const linkLifetimeMs = 24 * 3_600_000;

/** Whether nobody exists yet. */
export async function needsSetup(db: DbOrTx): Promise<boolean> {
	const [user] = await db.select({ id: users.id }).from(users).limit(1);
	return user === undefined;
}

/**
 * Sees at the start that there is, or can be, a first admin: from the given credentials, else by a one-time set-up token
 * good for 24 hours, which is returned for the console and stored only as a hash. Does nothing once a user exists.
 * @throws InvalidInputError when the given password is guessable
 */
export async function ensureFirstAdmin(
	{ db, services }: Pick<Context, "db" | "services">,
	credentials: { email: string; password: string } | null,
): Promise<{ setupToken: string } | null> {
	if (!(await needsSetup(db))) return null;
	if (!credentials) {
		const setupToken = createToken();
		const expiresAt = new Date(Date.now() + linkLifetimeMs);
		await db.insert(setupTokens).values({ id: hashToken(setupToken), expiresAt });
		return { setupToken };
	}
	const email = credentials.email.trim().toLowerCase();
	refuseGuessable(credentials.password, { email, field: "ADMIN_PASSWORD" });
	const passwordHash = await hashPassword(credentials.password);
	await db.transaction(async (tx) => {
		await holdFirstAdmin(tx);
		if (!(await needsSetup(tx))) return;
		const target = userTarget(await createFirstAdmin(tx, { email, name: "Admin", passwordHash }));
		const actor = { kind: "system", reason: "environment" } as const;
		const start = { services, actor, requestId: "start", address: "server", userAgent: null };
		await recordAudit(tx, start, { action: "auth.setup", target });
	});
	return null;
}

/** Whether a set-up link would still be taken. */
export async function setupStatus({ db }: Context, { token }: { token: string }): Promise<{ valid: boolean }> {
	return { valid: (await isOpenLink(db, token)) && (await needsSetup(db)) };
}

/**
 * Creates the first admin from a set-up link and signs in. Of any number of calls exactly one succeeds.
 * @throws ConflictError once a user exists; ForbiddenError when the link is unknown, used or too old
 */
export async function setup(ctx: Context, input: SetupInput): Promise<SignedIn> {
	const { db, services, requestId, address } = ctx;
	const { token, email, name, password } = input;
	const refuse = async (from: DbOrTx): Promise<void> => {
		// The link first: one that another call has just used up is then refused for the admin whom that call made.
		const isOpen = await isOpenLink(from, token);
		if (!(await needsSetup(from))) throw new ConflictError("The first admin exists already. Sign in instead.");
		if (!isOpen) {
			services.log.warn({ requestId, address }, "set-up link refused");
			throw new ForbiddenError("This set-up link is not valid any more. Restart the server for a new one.");
		}
	};
	// Before the hash, so that a stranger's guess costs nothing; and again under the lock, where it counts.
	await refuse(db);
	refuseGuessable(password, { email, field: "password" });
	const passwordHash = await hashPassword(password);
	const opened = await db.transaction(async (tx) => {
		await holdFirstAdmin(tx);
		await refuse(tx);
		await tx.delete(setupTokens);
		const admin = await createFirstAdmin(tx, { email, name, passwordHash });
		const session = await openSession(tx, admin, ctx);
		const actor = { userId: admin.id, email };
		await recordAudit(tx, ctx, { action: "auth.setup", actor, target: userTarget(admin) });
		return session;
	});
	services.log.info({ requestId, userId: opened.user.id, address }, "first admin created");
	ctx.setSessionCookie(opened);
	return opened;
}

/** Removes set-up tokens that ran out of time. */
export async function deleteExpiredSetupTokens(db: Db): Promise<void> {
	await db.delete(setupTokens).where(lt(setupTokens.expiresAt, new Date()));
}

async function isOpenLink(db: DbOrTx, token: string): Promise<boolean> {
	const open = and(eq(setupTokens.id, hashToken(token)), gt(setupTokens.expiresAt, new Date()));
	const [link] = await db.select({ id: setupTokens.id }).from(setupTokens).where(open);
	return link !== undefined;
}

/** Holds every other first admin back until this transaction ends, whichever server makes it. */
async function holdFirstAdmin(tx: DbOrTx): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext('llm-hub first admin'))`);
}

async function createFirstAdmin(tx: DbOrTx, person: { email: string; name: string; passwordHash: string }) {
	const row = { id: generateIdFromEntropySize(10), role: "admin", tierCode: "enterprise", ...person } as const;
	await tx.insert(users).values(row);
	return row;
}
