import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type EncryptionKey, parseEncryptionKeys } from "@llm-hub/api";
import { StartError } from "./start-failure.ts";

const fileName = "encryption.key";

/**
 * The keys that encrypt what people save: those of `ENCRYPTION_KEYS`, or else the data directory's own, made at the
 * first start (mode 0600). In memory (tests) a passing one.
 * @throws StartError when the variable or the file does not hold keys.
 */
export function encryptionKeys(variable: string | null, dataDir: string | null): EncryptionKey[] {
	if (variable !== null) return parse(variable, "");
	if (dataDir === null) return parse(newKey(), "");
	const path = join(dataDir, fileName);
	try {
		// "wx" never overwrites: losing this file would lose every saved key.
		writeFileSync(path, newKey(), { flag: "wx", mode: 0o600 });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
	return parse(readFileSync(path, "utf8").trim(), `${path} does not hold a key. Put the right file back. `);
}

const newKey = () => `local:${randomBytes(32).toString("base64")}\n`;

function parse(text: string, hint: string): EncryptionKey[] {
	try {
		return parseEncryptionKeys(text.trim());
	} catch (error) {
		throw new StartError(hint + (error instanceof Error ? error.message : String(error)));
	}
}
