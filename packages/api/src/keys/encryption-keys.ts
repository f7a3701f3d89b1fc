import { keyBytes } from "./envelope.ts";

/** One key of `ENCRYPTION_KEYS`. */
export interface EncryptionKey {
	/** 1 to 32 letters, digits, `_` or `-`; stands in clear beside what it encrypted. */
	id: string;
	/** 32 bytes. */
	key: Buffer;
}

const idShape = /^[A-Za-z0-9_-]{1,32}$/;
const base64Shape = /^[A-Za-z0-9+/_-]+={0,2}$/;

/**
 * Reads `ENCRYPTION_KEYS`: a comma list of `id:base64(32 bytes)`, the first of which encrypts.
 * @throws Error that says which entry is wrong and how. Entries are told by their position, since what stands where the
 * id should be may be the key.
 */
export function parseEncryptionKeys(text: string): EncryptionKey[] {
	if (text.trim() === "") throw new Error("ENCRYPTION_KEYS is empty: give at least one id:base64(32 bytes).");
	const keys = text.split(",").map((entry, index) => parseEntry(entry.trim(), `ENCRYPTION_KEYS: entry ${index + 1}`));
	checkEncryptionKeys(keys);
	return keys;
}

/** @throws Error when there is no key, an id stands twice or has another shape, or a key has not 32 bytes. */
export function checkEncryptionKeys(keys: readonly EncryptionKey[]): void {
	if (keys.length === 0) throw new Error("ENCRYPTION_KEYS holds no key.");
	const seen = new Set<string>();
	for (const [index, { id, key }] of keys.entries()) {
		if (!idShape.test(id)) throw new Error(`ENCRYPTION_KEYS: entry ${index + 1} has an id of the wrong shape.`);
		if (key.length !== keyBytes) throw new Error(`ENCRYPTION_KEYS: entry ${index + 1} is not ${keyBytes} bytes.`);
		if (seen.has(id)) throw new Error(`ENCRYPTION_KEYS: the id "${id}" stands twice.`);
		seen.add(id);
	}
}

function parseEntry(entry: string, where: string): EncryptionKey {
	if (entry === "") throw new Error(`${where} is empty.`);
	const colon = entry.indexOf(":");
	if (colon < 0) throw new Error(`${where} has no "id:" before the key.`);
	const id = entry.slice(0, colon);
	const encoded = entry.slice(colon + 1);
	if (!idShape.test(id)) {
		throw new Error(`${where} has an id of the wrong shape: 1 to 32 letters, digits, "_" or "-" before the colon.`);
	}
	if (encoded === "") throw new Error(`${where} has no key after the colon.`);
	if (!base64Shape.test(encoded)) throw new Error(`${where} is not valid base64 after the colon.`);
	const key = Buffer.from(encoded, "base64");
	if (key.length !== keyBytes) {
		throw new Error(`${where} decodes to ${key.length} bytes and must have ${keyBytes} (openssl rand -base64 32).`);
	}
	return { id, key };
}
