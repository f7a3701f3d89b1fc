/** One key of `ENCRYPTION_KEYS`. */
export interface EncryptionKey {
	id: string;
	/** 32 bytes. */
	key: Buffer;
}

export interface Keyring {
	primaryId: string;
}

export function createKeyring(keys: EncryptionKey[]): Keyring {
	const [primary] = keys;
	if (!primary) throw new Error("ENCRYPTION_KEYS holds no key.");
	return { primaryId: primary.id };
}
