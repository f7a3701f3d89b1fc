import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { type DbOrTx, schema, type Tx } from "@llm-hub/db";
import { desc } from "drizzle-orm";
import { type Keyring, type SecretBinding, UnreadableSecretError } from "../keys/keyring.ts";

const { auditKeys } = schema;

/** What the audit's hashes and fingerprints are made with. It lives in the database, sealed under the keyring. */
export interface AuditKey {
	id: string;
	key: Buffer;
}

/** Ties an audit key to its row. */
export const auditKeyBinding = (id: string): SecretBinding => ({
	table: "audit_keys",
	row: id,
	provider: "audit",
	column: "encrypted_secret",
});

/** Every audit key that there ever was, the newest first; null stands for one that this keyring cannot open. */
export async function auditKeysById(db: DbOrTx, keyring: Keyring): Promise<Map<string, AuditKey | null>> {
	const rows = await db
		.select({ id: auditKeys.id, encryptedSecret: auditKeys.encryptedSecret })
		.from(auditKeys)
		.orderBy(desc(auditKeys.createdAt), desc(auditKeys.id));
	return new Map(rows.map(({ id, encryptedSecret }) => [id, openAuditKey(keyring, id, encryptedSecret)]));
}

function openAuditKey(keyring: Keyring, id: string, sealed: string): AuditKey | null {
	try {
		return { id, key: Buffer.from(keyring.open(sealed, auditKeyBinding(id)), "base64url") };
	} catch (error) {
		if (error instanceof UnreadableSecretError) return null;
		throw error;
	}
}

/** Makes another audit key: the first one, or one for a keyring that opens none of those that are there. */
export async function createAuditKey(tx: Tx, keyring: Keyring): Promise<AuditKey> {
	const id = randomUUID();
	const key = randomBytes(32);
	const encryptedSecret = keyring.seal(key.toString("base64url"), auditKeyBinding(id));
	await tx.insert(auditKeys).values({ id, encryptedSecret, createdAt: new Date() });
	return { id, key };
}

/** HMAC-SHA256 in hex. The purpose keeps a hash that was made for one thing from passing for another. */
export const keyedHash = ({ key }: AuditKey, purpose: "event" | "head" | "fingerprint", text: string): string =>
	createHmac("sha256", key).update(`${purpose}\n${text}`).digest("hex");

/** A secret on its way into an audit row, which only ever gets its fingerprint. */
export class AuditSecret {
	readonly #secret: string;

	constructor(secret: string) {
		this.#secret = secret;
	}

	/** 64 bits of a keyed hash: tells whether two secrets are the same, and cannot be tried out without the key. */
	fingerprint(key: AuditKey): string {
		return `hmac-sha256:${keyedHash(key, "fingerprint", this.#secret).slice(0, 16)}`;
	}
}
