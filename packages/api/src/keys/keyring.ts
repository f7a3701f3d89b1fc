import { randomBytes } from "node:crypto";
import { UnavailableError } from "../errors.ts";
import { checkEncryptionKeys, type EncryptionKey } from "./encryption-keys.ts";
import {
	decrypt,
	type Envelope,
	encrypt,
	envelopeVersion,
	formatEnvelope,
	keyBytes,
	parseEnvelope,
} from "./envelope.ts";

/** Where a secret is at home. What was sealed for one place opens in no other. */
export interface SecretBinding {
	table: string;
	row: string;
	provider: string;
	column: string;
	/** Which of the secrets that stood there one after another; absent where there is only ever one. */
	version?: number;
	/** The host that the secret may be sent to, where the row says it. */
	baseUrl?: string | null;
}

export interface Keyring {
	/** The key that encrypts. */
	primaryId: string;
	/** Every key of the ring, the primary first. */
	keyIds: readonly string[];
	/** Encrypts under a data key of its own, which a key of the ring wraps: the primary, unless told which. */
	seal(secret: string, binding: SecretBinding, keyId?: string): string;
	/** Decrypts with whichever key of the ring wraps. @throws UnreadableSecretError */
	open(sealed: string, binding: SecretBinding): string;
	/**
	 * The same secret with its data key wrapped by the primary key; null where it is so already. The secret itself is not
	 * decrypted. @throws UnreadableSecretError
	 */
	rewrap(sealed: string, binding: SecretBinding): string | null;
}

/** 503: a saved secret cannot be decrypted. It is still there, and readable again once the cause is gone. */
export class UnreadableSecretError extends UnavailableError {}

/**
 * Envelope encryption: every secret has a random data key, the ring's keys only wrap data keys. So a ring can be
 * rotated by wrapping anew, without touching a secret.
 * @throws Error when the keys are none, doubled or of the wrong length.
 */
export function createKeyring(keys: readonly EncryptionKey[]): Keyring {
	checkEncryptionKeys(keys);
	const [primary] = keys;
	if (!primary) throw new Error("ENCRYPTION_KEYS holds no key.");
	const byId = new Map(keys.map(({ id, key }) => [id, key]));
	const keyOf = (keyId: string): Buffer => {
		const key = byId.get(keyId);
		if (!key) throw missing(keyId);
		return key;
	};
	const wrap = (keyId: string, dataKey: Buffer, binding: SecretBinding): Buffer =>
		encrypt(keyOf(keyId), dataKey, associatedData(`key ${keyId}`, binding));
	const unwrap = ({ keyId, wrappedKey }: Envelope, binding: SecretBinding): Buffer => {
		const dataKey = decrypt(keyOf(keyId), wrappedKey, associatedData(`key ${keyId}`, binding));
		if (!dataKey) throw tampered();
		return dataKey;
	};
	return {
		primaryId: primary.id,
		keyIds: keys.map(({ id }) => id),
		seal: (secret, binding, keyId = primary.id) => {
			const dataKey = randomBytes(keyBytes);
			const ciphertext = encrypt(dataKey, Buffer.from(secret, "utf8"), associatedData("secret", binding));
			const wrappedKey = wrap(keyId, dataKey, binding);
			dataKey.fill(0);
			return formatEnvelope({ keyId, wrappedKey, ciphertext });
		},
		open: (sealed, binding) => {
			const envelope = envelopeOf(sealed);
			const dataKey = unwrap(envelope, binding);
			const secret = decrypt(dataKey, envelope.ciphertext, associatedData("secret", binding));
			dataKey.fill(0);
			if (!secret) throw tampered();
			return secret.toString("utf8");
		},
		rewrap: (sealed, binding) => {
			const envelope = envelopeOf(sealed);
			if (envelope.keyId === primary.id) return null;
			const dataKey = unwrap(envelope, binding);
			const wrappedKey = wrap(primary.id, dataKey, binding);
			dataKey.fill(0);
			return formatEnvelope({ ...envelope, keyId: primary.id, wrappedKey });
		},
	};
}

function envelopeOf(sealed: string): Envelope {
	const envelope = parseEnvelope(sealed);
	if (!envelope) throw tampered();
	return envelope;
}

/**
 * As JSON, so that no two bindings can read the same. The first version goes unsaid: envelopes that were sealed before
 * there were versions are of the first.
 */
function associatedData(what: string, binding: SecretBinding): string {
	const { table, row, provider, column, baseUrl, version = 1 } = binding;
	const place = [envelopeVersion, what, table, row, provider, column, baseUrl ?? null];
	return JSON.stringify(version === 1 ? place : [...place, version]);
}

const missing = (keyId: string) =>
	new UnreadableSecretError(
		`The saved key cannot be read: keyring key ${keyId.slice(0, 32)} is missing. Put it back into ENCRYPTION_KEYS, or save the key again.`,
	);

const tampered = () =>
	new UnreadableSecretError(
		"The saved key cannot be read: its row was tampered with, or the keyring has another key under the same id. Save the key again.",
	);
