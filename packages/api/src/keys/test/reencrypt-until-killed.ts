import { openDb } from "@llm-hub/db";
import { parseEncryptionKeys } from "../encryption-keys.ts";
import { createKeyring } from "../keyring.ts";
import { reencrypt } from "../reencrypt.ts";
import { readSealedKeys } from "./sealed-keys.ts";

// Started by a test as a process of its own: says what an earlier kill left, then every step of the re-encryption.
const [dataDir = "", keys = ""] = process.argv.slice(2);
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
const opened = await openDb({ dataDir });
const keyring = createKeyring(parseEncryptionKeys(keys));
say({ type: "found", ...(await readSealedKeys(opened.db, keyring)) });
const ctx = {
	...{ db: opened.db, services: { keyring }, actor: { kind: "system", reason: "test" } as const },
	...{ requestId: "test", address: "test", userAgent: null },
};
for await (const event of reencrypt(ctx, { dryRun: false, batchSize: 10 })) say(event);
await opened.close();
