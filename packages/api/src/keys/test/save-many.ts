import { openDb } from "@llm-hub/db";
import { parseEncryptionKeys } from "../encryption-keys.ts";
import { createKeyring } from "../keyring.ts";
import { saveSealedKeys } from "./sealed-keys.ts";

// Started by a browser test while its server is down: more keys than a person would save by hand.
const [dataDir = "", keys = "", count = ""] = process.argv.slice(2);
await using opened = await openDb({ dataDir });
await saveSealedKeys(opened.db, createKeyring(parseEncryptionKeys(keys)), Number(count));
