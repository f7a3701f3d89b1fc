import { schema } from "@llm-hub/db";
import { and, eq, isNull } from "drizzle-orm";
import { recordAudit, recordAuditAlone, userTarget } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { LimitExceededError, UnauthorizedError } from "../errors.ts";
import { hashPassword, needsRehash, verifyPassword } from "./password.ts";
import type { LoginInput, SignedIn } from "./schema.ts";
import { endOwnSession, openSession } from "./session.ts";

const { users } = schema;

/** What a failed login is told, whatever was wrong. */
const refused = "The e-mail address or the password is not right.";

/**
 * Signs in with a new token. An unknown address, a wrong password and a disabled account are one answer, after the same work.
 * @throws UnauthorizedError when they do not fit; LimitExceededError after too many failures
 */
export async function login(ctx: Context, { email, password }: LoginInput): Promise<SignedIn> {
	const { db, services, address } = ctx;
	const opened = await services.loginThrottle
		.attempt({ email, address }, async () => {
			const [user] = await db
				.select({ id: users.id, passwordHash: users.passwordHash, disabledAt: users.disabledAt })
				.from(users)
				.where(eq(users.email, email));
			const matches = await verifyPassword(user?.passwordHash ?? null, password);
			if (!user?.passwordHash || !matches) {
				await refuse(ctx, { email, userId: user?.id ?? null, reason: user ? "wrong password" : "unknown user" });
				return null;
			}
			const { id, passwordHash } = user;
			const rehashed = needsRehash(passwordHash) ? await hashPassword(password) : passwordHash;
			const signedIn = await db.transaction(async (tx) => {
				// Still the password that was checked, and still enabled: a change that came between wins.
				const [current] = await tx
					.update(users)
					.set({ passwordHash: rehashed })
					.where(and(eq(users.id, id), eq(users.passwordHash, passwordHash), isNull(users.disabledAt)))
					.returning();
				if (!current) return null;
				const session = await openSession(tx, current, ctx);
				const actor = { userId: id, email: current.email };
				await recordAudit(tx, ctx, { action: "auth.login", actor, target: userTarget(current) });
				return session;
			});
			if (!signedIn) {
				const reason = user.disabledAt ? "disabled" : "password changed meanwhile";
				await refuse(ctx, { email, userId: id, reason });
			}
			return signedIn;
		})
		.catch((error: unknown) => {
			// Only logged: what the throttle refuses without end must not fill the audit.
			if (error instanceof LimitExceededError) logFailure(ctx, email, "throttled");
			throw error;
		});
	if (!opened) throw new UnauthorizedError(refused);
	services.log.info({ requestId: ctx.requestId, userId: opened.user.id, address }, "signed in");
	// A browser that signs in again leaves no second session behind.
	await endOwnSession(ctx);
	ctx.setSessionCookie(opened);
	return opened;
}

async function refuse(
	ctx: Context,
	{ email, userId, reason }: { email: string; userId: string | null; reason: string },
): Promise<void> {
	logFailure(ctx, email, reason);
	const target = userTarget({ id: userId, email: shown(email) });
	await recordAuditAlone(ctx, { action: "auth.login.failed", target, after: { reason } });
}

function logFailure({ services, requestId, address }: Context, email: string, reason: string): void {
	services.log.warn({ requestId, email: shown(email), address, reason }, "sign-in failed");
}

// A password typed into the wrong field must not be kept.
const shown = (email: string): string => (email.includes("@") ? email : "(not an address)");
