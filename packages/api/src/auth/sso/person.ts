import { schema, type Tx } from "@llm-hub/db";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { generateIdFromEntropySize } from "lucia";
import { isLastAdmin } from "../../access/users/save-user.ts";
import { type AuditEntry, recordAudit, userTarget } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import type { Role, SignedIn } from "../schema.ts";
import { openSession } from "../session.ts";
import { needsSetup } from "../setup.ts";
import { hashToken } from "../token.ts";
import type { SsoPerson } from "./claims.ts";
import { keepIdToken } from "./end-session.ts";
import { SsoRefusal } from "./refusal.ts";

const { setupTokens, ssoIdentities, tiers, users } = schema;

type User = typeof users.$inferSelect;
type Identity = typeof ssoIdentities.$inferSelect;

interface Arrival {
	issuer: string;
	person: SsoPerson;
	idToken: string;
	/** What the provider calls its session, where it says so. */
	sid: string | null;
}

/**
 * Opens a session for who arrives from the provider, in one transaction with what that changes: a new user, a link to an
 * account of that e-mail address, role and tier as the claims have them now.
 * @throws SsoRefusal
 */
export async function admitPerson(ctx: Context, { issuer, person, idToken, sid }: Arrival): Promise<SignedIn> {
	return ctx.db.transaction(async (tx) => {
		// One arrival at a time, on every server: two of one new person are one user.
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext('llm-hub users'))`);
		const entries: AuditEntry[] = [];
		const found = await findUser(tx, issuer, person);
		const { user: before, identity, isNew } = found ?? (await createUser(tx, person));
		if (before.disabledAt) throw new SsoRefusal("disabled", "the account is disabled");
		const granted = { role: person.role, tierCode: await grantedTier(tx, person) };
		const { user, grantedRole } = await update(tx, before, { granted, identity });
		const target = userTarget(user);
		const actor = { userId: user.id, email: user.email };
		if (isNew) {
			const after = { name: user.name, role: user.role, tierCode: user.tierCode, issuer };
			entries.push({ action: "auth.sso.create", actor, target, after });
		} else if (!identity) entries.push({ action: "auth.sso.link", actor, target, after: { issuer } });
		const changes = isNew ? null : changesBetween(before, user);
		if (changes) entries.push({ action: "auth.sso.update", actor, target, ...changes });
		const key = { issuer, subject: person.subject, userId: user.id };
		await remember(tx, key, { ...granted, role: grantedRole });
		const opened = await openSession(tx, user, ctx);
		await keepIdToken(tx, ctx.services, { sessionId: hashToken(opened.token), idToken, sid });
		entries.push({ action: "auth.login", actor, target, after: { via: "sso" } });
		for (const entry of entries) await recordAudit(tx, ctx, entry);
		return opened;
	});
}

interface Found {
	user: User;
	/** Null until this account is linked. */
	identity: Identity | null;
	isNew: boolean;
}

/** By issuer and subject; else the account of a verified e-mail address, which is nobody else's there. */
async function findUser(tx: Tx, issuer: string, { subject, email, emailVerified }: SsoPerson): Promise<Found | null> {
	const linked = and(eq(ssoIdentities.issuer, issuer), eq(ssoIdentities.subject, subject));
	const [identity] = await tx.select().from(ssoIdentities).where(linked);
	const which = identity ? eq(users.id, identity.userId) : eq(users.email, email ?? "");
	const [user] = await tx.select().from(users).where(which).for("update");
	if (!user) return null;
	if (identity) return { user, identity, isNew: false };
	if (!emailVerified) throw new SsoRefusal("email_unverified", "the address has an account, and is not verified");
	const ofUser = and(eq(ssoIdentities.issuer, issuer), eq(ssoIdentities.userId, user.id));
	if ((await tx.$count(ssoIdentities, ofUser)) > 0) {
		throw new SsoRefusal("linked_elsewhere", "the account is linked to another subject of this issuer");
	}
	return { user, identity: null, isNew: false };
}

async function createUser(tx: Tx, { email, name, role }: SsoPerson): Promise<Found> {
	if (!email) throw new SsoRefusal("no_email", "the claims have no e-mail address");
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext('llm-hub first admin'))`);
	if (await needsSetup(tx)) {
		if (role !== "admin") throw new SsoRefusal("needs_setup", "nobody is an admin yet, and neither is this person");
		await tx.delete(setupTokens);
	}
	const row = { id: generateIdFromEntropySize(10), email, name, passwordHash: null, role: "user" as const };
	const created = await tx
		.insert(users)
		.values({ ...row, tierCode: await firstTier(tx) })
		.onConflictDoNothing({ target: users.email })
		.returning();
	const [user] = created;
	if (!user) throw new SsoRefusal("expired", "the account was made elsewhere in this moment");
	return { user, identity: null, isNew: true };
}

interface Granted {
	role: Role | null;
	tierCode: string | null;
}

/**
 * Role and tier as the claims give them. Where they give none, what they gave before is taken back, and what an admin gave
 * here stays. The last admin stays one, and what made them one is remembered: a later sign-in may take it back.
 */
async function update(tx: Tx, user: User, { granted, identity }: { granted: Granted; identity: Identity | null }) {
	const wasGranted = { role: identity?.grantedRole === user.role, tier: identity?.grantedTierCode === user.tierCode };
	const role = granted.role ?? (wasGranted.role ? "user" : user.role);
	const tierCode = granted.tierCode ?? (wasGranted.tier ? await firstTier(tx) : user.tierCode);
	const mustStay = role !== "admin" && (await isLastAdmin(tx, user));
	const set = { role: mustStay ? user.role : role, tierCode, updatedAt: new Date() };
	const grantedRole = mustStay ? (identity?.grantedRole ?? null) : granted.role;
	if (set.role === user.role && tierCode === user.tierCode) return { user, grantedRole };
	const [after] = await tx.update(users).set(set).where(eq(users.id, user.id)).returning();
	return { user: after ?? user, grantedRole };
}

async function remember(tx: Tx, key: Pick<Identity, "issuer" | "subject" | "userId">, granted: Granted): Promise<void> {
	const now = { grantedRole: granted.role, grantedTierCode: granted.tierCode, lastSignInAt: new Date() };
	await tx
		.insert(ssoIdentities)
		.values({ ...key, ...now })
		.onConflictDoUpdate({ target: [ssoIdentities.issuer, ssoIdentities.subject], set: now });
}

/** The first of the claimed tiers that exists. */
async function grantedTier(tx: Tx, { tierCodes }: SsoPerson): Promise<string | null> {
	if (tierCodes.length === 0) return null;
	const rows = await tx.select({ code: tiers.code }).from(tiers).where(inArray(tiers.code, tierCodes));
	return tierCodes.find((code) => rows.some((row) => row.code === code)) ?? null;
}

/** Where nothing says another: the lowest. */
async function firstTier(tx: Tx): Promise<string> {
	const [tier] = await tx
		.select({ code: tiers.code })
		.from(tiers)
		.orderBy(asc(tiers.position), asc(tiers.code))
		.limit(1);
	return tier?.code ?? "trial";
}

function changesBetween(before: User, after: User): Pick<AuditEntry, "before" | "after"> | null {
	const fields = (["role", "tierCode"] as const).filter((field) => before[field] !== after[field]);
	if (fields.length === 0) return null;
	const only = (user: User) => Object.fromEntries(fields.map((field) => [field, user[field]]));
	return { before: only(before), after: only(after) };
}
