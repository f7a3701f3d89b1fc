import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";

/** A key of Fernet's: the first half signs, the second encrypts. */
export interface FernetKey {
	signing: Buffer;
	encryption: Buffer;
}

const version = 0x80;
const [versionBytes, timeBytes, ivBytes, macBytes, blockBytes] = [1, 8, 16, 32, 16];

/** Reads a key: 32 bytes in base64url, with or without padding. Null when the text is none. */
export function parseFernetKey(text: string): FernetKey | null {
	const bytes = fromBase64Url(text.trim());
	return bytes?.length === 32 ? { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) } : null;
}

/**
 * Decrypts a token by the Fernet specification, version 0x80: the HMAC-SHA256 is checked before anything is decrypted.
 * Its age is not looked at, as keys were kept in such tokens for years.
 * @returns the plaintext, or why there is none
 */
export function decryptFernet(
	token: string,
	keys: readonly FernetKey[],
): { plaintext: string } | { problem: "malformed" | "wrong key" } {
	const bytes = fromBase64Url(token.trim());
	const headBytes = versionBytes + timeBytes + ivBytes;
	if (!bytes || bytes[0] !== version || bytes.length < headBytes + blockBytes + macBytes)
		return { problem: "malformed" };
	const [signed, mac] = [bytes.subarray(0, -macBytes), bytes.subarray(-macBytes)];
	const ciphertext = signed.subarray(headBytes);
	if (ciphertext.length % blockBytes !== 0) return { problem: "malformed" };
	const key = keys.find(({ signing }) => timingSafeEqual(createHmac("sha256", signing).update(signed).digest(), mac));
	if (!key) return { problem: "wrong key" };
	const iv = signed.subarray(versionBytes + timeBytes, headBytes);
	const decipher = createDecipheriv("aes-128-cbc", key.encryption, iv);
	try {
		const plain = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
		return { plaintext: new TextDecoder("utf-8", { fatal: true }).decode(plain) };
	} catch {
		return { problem: "malformed" };
	}
}

/** Node ignores what is not base64url; here it is refused. */
function fromBase64Url(text: string): Buffer | null {
	const bare = text.replace(/={0,2}$/, "");
	const bytes = Buffer.from(bare, "base64url");
	return bytes.toString("base64url") === bare ? bytes : null;
}
