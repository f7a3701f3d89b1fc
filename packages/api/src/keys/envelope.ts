import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** AES-256: 32 bytes for a key of the ring and for the data key of a secret. */
export const keyBytes = 32;
/** NIST SP 800-38D, 8.2: 96-bit nonces, fresh for every sealing. */
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts with AES-256-GCM under a fresh nonce: nonce, ciphertext and tag in one piece. `associated` is not kept, and
 * has to be the same to decrypt.
 */
export function encrypt(key: Buffer, plaintext: Buffer, associated: string): Buffer {
	const nonce = randomBytes(nonceBytes);
	const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
	cipher.setAAD(Buffer.from(associated));
	return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext, or null when the key, the associated data or any byte is not the one that was sealed. */
export function decrypt(key: Buffer, sealed: Buffer, associated: string): Buffer | null {
	if (sealed.length < nonceBytes + tagBytes) return null;
	const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
	decipher.setAAD(Buffer.from(associated));
	decipher.setAuthTag(sealed.subarray(-tagBytes));
	try {
		return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
	} catch {
		return null;
	}
}

/** A secret's envelope: the secret under its own data key, and that key under one key of the ring. */
export interface Envelope {
	/** Which key of the ring wraps. */
	keyId: string;
	wrappedKey: Buffer;
	ciphertext: Buffer;
}

export const envelopeVersion = "v1";

/** `v1.<key id>.<wrapped data key>.<ciphertext>`, binary parts in base64url. */
export function formatEnvelope({ keyId, wrappedKey, ciphertext }: Envelope): string {
	return [envelopeVersion, keyId, wrappedKey.toString("base64url"), ciphertext.toString("base64url")].join(".");
}

/** Reads an envelope, or null when the text is none. */
export function parseEnvelope(text: string): Envelope | null {
	const [version, keyId, wrapped, sealed, ...rest] = text.split(".");
	if (version !== envelopeVersion || !keyId || !wrapped || !sealed || rest.length > 0) return null;
	const wrappedKey = fromBase64Url(wrapped);
	const ciphertext = fromBase64Url(sealed);
	return wrappedKey && ciphertext && { keyId, wrappedKey, ciphertext };
}

/** Node ignores stray characters and spare bits; a changed text must never read as the same bytes. */
function fromBase64Url(text: string): Buffer | null {
	const bytes = Buffer.from(text, "base64url");
	return bytes.toString("base64url") === text ? bytes : null;
}
