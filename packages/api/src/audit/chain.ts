import { type DbOrTx, schema } from "@llm-hub/db";
import { type AuditKey, keyedHash } from "./audit-key.ts";
import { canonicalJson } from "./canonical-json.ts";

export type AuditRow = typeof schema.auditEvents.$inferSelect;
export type AuditHead = typeof schema.auditHead.$inferSelect;

/**
 * The hash of a row: HMAC-SHA256 over the canonical JSON of everything else that stands in it, the hash of the row before
 * it included. So a row cannot be changed, taken out or moved without the audit key, which the database alone does not give.
 */
export function hashOfRow(key: AuditKey, row: Omit<AuditRow, "hash">): string {
	const { seq, actorKind, actorId, actorEmail, action, targetType, targetId, targetName } = row;
	const { before, after, address, userAgent, requestId, keyId, previousHash } = row;
	const content = {
		...{ seq, at: row.at.toISOString(), actorKind, actorId, actorEmail, action, targetType, targetId, targetName },
		...{ before, after, address, userAgent, requestId, keyId, previousHash },
	};
	return keyedHash(key, "event", canonicalJson(content));
}

/** The hash that makes a head genuine. */
export const macOfHead = (key: AuditKey, { seq, hash, keyId }: Pick<AuditHead, "seq" | "hash" | "keyId">): string =>
	keyedHash(key, "head", canonicalJson([seq, hash, keyId]));

/** Where the chain says that it ends; null before the first row. */
export async function readHead(db: DbOrTx): Promise<AuditHead | null> {
	const [head] = await db.select().from(schema.auditHead);
	return head ?? null;
}

/** Whether the server wrote that head. One whose key cannot be opened now has to be taken as it stands. */
export function isGenuine(head: AuditHead, keys: ReadonlyMap<string, AuditKey | null>): boolean {
	const key = keys.get(head.keyId);
	if (key === undefined) return false;
	return key === null || macOfHead(key, head) === head.mac;
}
