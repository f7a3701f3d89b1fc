import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type EncryptionKey, parseEncryptionKeys } from "@llm-hub/api";
import { StartError } from "./start-failure.ts";

const fileName = "encryption.key";

/**
 * The data directory's own key, made at the first start (mode 0600), for who does not set `ENCRYPTION_KEYS`; in memory
 * (tests) a passing one.
 * @throws StartError when the file holds no key: it is never replaced, as every saved key would be lost with it.
 */
export function ownEncryptionKeys(dataDir: string | null): EncryptionKey[] {
	if (dataDir === null) return parseEncryptionKeys(newKey());
	const path = join(dataDir, fileName);
	try {
		writeFileSync(path, newKey(), { flag: "wx", mode: 0o600 });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
	try {
		return parseEncryptionKeys(readFileSync(path, "utf8").trim());
	} catch {
		throw new StartError(`${path} does not hold an encryption key. Put the right file back.`);
	}
}

const newKey = () => `local:${randomBytes(32).toString("base64")}`;
