import { type Db, schema } from "@llm-hub/db";
import { type Keyring, UnreadableSecretError } from "../keyring.ts";
import { bindingOf } from "../saved-keys.ts";

const secretOf = (id: string) => `sk-test-${id}`;

/** Saves that many keys straight into the table, sealed under the ring's primary key. */
export async function saveSealedKeys(db: Db, keyring: Keyring, count: number, prefix = "key"): Promise<void> {
	const rows = Array.from({ length: count }, (_, i) => {
		const id = `${prefix}-${String(i).padStart(5, "0")}`;
		const row = { id, providerType: "openai", name: id, slug: id, baseUrl: null, keyVersion: 1 };
		return { ...row, encryptedSecret: keyring.seal(secretOf(id), bindingOf(row)) };
	});
	for (let at = 0; at < rows.length; at += 500) {
		await db.insert(schema.llmProviders).values(rows.slice(at, at + 500));
	}
}

/** How many of the saved keys open to what they were, and how many stand under each key of the ring. */
export async function readSealedKeys(
	db: Db,
	keyring: Keyring,
): Promise<{ total: number; right: number; under: Record<string, number> }> {
	const rows = await db.select().from(schema.llmProviders);
	const under: Record<string, number> = {};
	let right = 0;
	for (const row of rows) {
		const sealed = row.encryptedSecret ?? "";
		const keyId = sealed.split(".")[1] ?? "";
		under[keyId] = (under[keyId] ?? 0) + 1;
		if (opened(keyring, sealed, row) === secretOf(row.id)) right++;
	}
	return { total: rows.length, right, under };
}

function opened(keyring: Keyring, sealed: string, row: Parameters<typeof bindingOf>[0]): string | null {
	try {
		return keyring.open(sealed, bindingOf(row));
	} catch (error) {
		if (error instanceof UnreadableSecretError) return null;
		throw error;
	}
}
