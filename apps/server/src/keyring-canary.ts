import type { Services } from "@llm-hub/api";
import { type Db, schema } from "@llm-hub/db";

const settingKey = "keyring-canary";
const plaintext = "llm-hub";
const binding = { table: "settings", row: settingKey, provider: "", column: "value" };

/**
 * Whether this process's keyring is the one that the saved keys were encrypted under: it opens what an earlier start
 * sealed, then seals it anew so that retired keys may go. A ring that opens nothing is no loss while nothing is saved.
 */
export async function isKeyringRight(db: Db, keyring: Services["keyring"]): Promise<boolean> {
	const canary = await db.query.settings.findFirst({ where: (row, { eq }) => eq(row.key, settingKey) });
	if (canary && !opens(keyring, canary.value)) {
		const saved = await db.query.llmProviders.findFirst({
			columns: { id: true },
			where: (row, { isNotNull }) => isNotNull(row.encryptedSecret),
		});
		if (saved) return false;
	}
	const value = keyring.seal(plaintext, binding);
	await db
		.insert(schema.settings)
		.values({ key: settingKey, value })
		.onConflictDoUpdate({ target: schema.settings.key, set: { value, updatedAt: new Date() } });
	return true;
}

function opens(keyring: Services["keyring"], sealed: unknown): boolean {
	try {
		return typeof sealed === "string" && keyring.open(sealed, binding) === plaintext;
	} catch {
		return false;
	}
}
