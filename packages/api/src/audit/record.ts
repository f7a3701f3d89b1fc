import { schema, type Tx } from "@llm-hub/db";
import { desc, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { storableJson, storableText } from "../testing/storable.ts";
import { type AuditKey, AuditSecret, auditKeysById, createAuditKey } from "./audit-key.ts";
import { type AuditRow, hashOfRow, isGenuine, macOfHead, readHead } from "./chain.ts";
import type { AuditAction } from "./schema.ts";

const { auditEvents, auditHead } = schema;

/** A user as the target of an event. */
export const userTarget = ({ id, email }: { id: string | null; email: string | null }): AuditEntry["target"] => ({
	type: "user",
	id,
	name: email,
});

/** What the record takes from its caller: who, from where, in which request. */
export type AuditContext = Pick<Context, "actor" | "requestId" | "address" | "userAgent"> & {
	services: Pick<Context["services"], "keyring">;
};

export interface AuditEntry {
	action: AuditAction;
	/** What was acted on. The name is what people call it now. */
	target?: { type: string; id?: string | null; name?: string | null };
	/** The fields that changed, as they were and as they are. A secret is given as an `AuditSecret`. */
	before?: Record<string, unknown> | null;
	after?: Record<string, unknown> | null;
	/** Who acted, where the context cannot say so yet: somebody who signs in. */
	actor?: { userId: string; email: string };
}

/**
 * Writes one row of the audit within the transaction of the change that it tells of: either both are kept or neither.
 * Rows of all servers take turns on a lock that is held until the transaction ends, so this must be the last statement of
 * the transaction, or row locks taken after it may deadlock.
 * @throws Error when the row cannot be written, or holds a secret that is not an `AuditSecret`
 */
export async function recordAudit(tx: Tx, ctx: AuditContext, entry: AuditEntry): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext('llm-hub audit'))`);
	const { keyring } = ctx.services;
	const [keys, head, [last]] = await Promise.all([
		auditKeysById(tx, keyring),
		readHead(tx),
		tx.select({ seq: auditEvents.seq }).from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1),
	]);
	const key = [...keys.values()].find((candidate) => candidate !== null) ?? (await createAuditKey(tx, keyring));
	const lastSeq = last?.seq ?? 0;
	// A head that is gone or not ours starts a row without a predecessor: the break stays in sight.
	const follows = head && head.seq >= lastSeq && isGenuine(head, keys) ? head : null;
	const row: Omit<AuditRow, "hash"> = {
		seq: (follows?.seq ?? lastSeq) + 1,
		at: new Date(),
		...actorOf(ctx, entry),
		action: entry.action,
		targetType: entry.target?.type ?? null,
		targetId: stored(entry.target?.id),
		targetName: stored(entry.target?.name),
		before: shown(entry.before, key),
		after: shown(entry.after, key),
		address: stored(ctx.address, 100),
		userAgent: stored(ctx.userAgent, 300),
		requestId: stored(ctx.requestId, 200),
		keyId: key.id,
		previousHash: follows?.hash ?? null,
	};
	const hash = hashOfRow(key, row);
	await tx.insert(auditEvents).values({ ...row, hash });
	const end = { seq: row.seq, hash, keyId: key.id };
	const next = { ...end, mac: macOfHead(key, end) };
	await tx
		.insert(auditHead)
		.values({ id: 1, ...next })
		.onConflictDoUpdate({ target: auditHead.id, set: next });
}

/** Writes a row that tells of no change, such as a refused sign-in, in a transaction of its own. */
export const recordAuditAlone = (ctx: AuditContext & Pick<Context, "db">, entry: AuditEntry): Promise<void> =>
	ctx.db.transaction((tx) => recordAudit(tx, ctx, entry));

function actorOf({ actor }: AuditContext, entry: AuditEntry): Pick<AuditRow, "actorKind" | "actorId" | "actorEmail"> {
	// A token acts for its user, who answers for it.
	const user = entry.actor ?? (actor?.kind === "user" || actor?.kind === "token" ? actor : null);
	if (user) return { actorKind: "user", actorId: user.userId, actorEmail: user.email };
	if (actor?.kind === "system") return { actorKind: "system", actorId: stored(actor.reason), actorEmail: null };
	return { actorKind: "anonymous", actorId: null, actorEmail: null };
}

/** As the database gives it back, so that the hash still fits then. */
const stored = (text: string | null | undefined, longest = 500): string | null =>
	text === null || text === undefined ? null : storableText(text.slice(0, longest));

const secretNames = /^(api_?key|password|password_?hash|secret|encrypted_?secret|token)$/i;

/** The fields as JSON has them, with a fingerprint in the place of every secret. */
function shown(fields: Record<string, unknown> | null | undefined, key: AuditKey): unknown {
	if (!fields) return null;
	const text = JSON.stringify(fields, (name, value) => {
		if (value instanceof AuditSecret) return value.fingerprint(key);
		if (typeof value === "string" && secretNames.test(name)) {
			throw new Error(`The audit takes "${name}" only as an AuditSecret.`);
		}
		return value;
	});
	return storableJson(JSON.parse(text));
}
