import { type Db, schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { type Keyring, type SecretBinding, UnreadableSecretError } from "./keyring.ts";
import type { KeyringProof, UnreadableSecrets } from "./schema.ts";
import {
	auditKeysPlace,
	countByKey,
	keyPlaces,
	readSecrets,
	type SealedSecret,
	type SecretPlace,
} from "./secret-places.ts";

const { settings } = schema;

const plaintext = "llm-hub";
const rowOf = (keyId: string) => `keyring-canary:${keyId}`;
const bindingOf = (keyId: string): SecretBinding => ({
	table: "settings",
	row: rowOf(keyId),
	provider: "",
	column: "value",
});

/**
 * Whether the keyring opens what is saved: every key of the ring has to open a canary that it sealed when it was first
 * seen. What is wrapped by a key that is missing, or that has other bytes than it had, cannot be read; the rest goes on.
 */
export async function proveKeyring(db: Db, keyring: Keyring): Promise<KeyringProof> {
	const saved = await countByKey(db, keyPlaces);
	const audit = await countByKey(db, [auditKeysPlace]);
	const unreadable: UnreadableSecrets[] = [];
	const problems: string[] = [];
	for (const keyId of new Set([...keyring.keyIds, ...saved.keys(), ...audit.keys()])) {
		const reason = keyring.keyIds.includes(keyId) ? "different" : "missing";
		if (reason === "different" && (await opensCanary(db, keyring, keyId))) continue;
		const isMissing = reason === "missing";
		const lost = isMissing ? saved.get(keyId) : await countUnopened(db, keyring, keyPlaces, keyId);
		const lostAudit = isMissing ? audit.get(keyId) : await countUnopened(db, keyring, [auditKeysPlace], keyId);
		if (lost) {
			const group = { keyId, reason, secrets: lost } as const;
			unreadable.push(group);
			problems.push(savedKeysProblem(group));
		}
		if (lostAudit) problems.push(`Earlier events of the audit cannot be checked: ${causeOf({ keyId, reason })}.`);
		// Nothing is left of the key that once had this id.
		if (!lost && !lostAudit && !isMissing) await renewCanary(db, keyring, keyId);
	}
	const lost = unreadable.reduce((sum, { secrets }) => sum + secrets, 0);
	const savedKeys = [...saved].map(([keyId, secrets]) => ({ keyId, secrets }));
	const total = savedKeys.reduce((sum, { secrets }) => sum + secrets, 0);
	const state = problems.length === 0 ? "ok" : lost > 0 && lost === total ? "failed" : "degraded";
	return { state, primaryKeyId: keyring.primaryId, savedKeys, unreadable, problems };
}

const causeOf = ({ keyId, reason }: Pick<UnreadableSecrets, "keyId" | "reason">): string =>
	reason === "missing"
		? `keyring key ${keyId} is missing. Put it back into ENCRYPTION_KEYS`
		: `keyring key ${keyId} is another one than the one they were encrypted with. Put the right one into ENCRYPTION_KEYS`;

const savedKeysProblem = (group: UnreadableSecrets): string =>
	`${group.secrets} saved ${group.secrets === 1 ? "key" : "keys"} cannot be read: ${causeOf(group)}, or save the keys again.`;

/** Whether the key is the one that it was when it was first seen. */
async function opensCanary(db: Db, keyring: Keyring, keyId: string): Promise<boolean> {
	const found = await readCanary(db, keyId);
	if (found !== null) return opens(keyring, found, bindingOf(keyId), plaintext);
	const value = keyring.seal(plaintext, bindingOf(keyId), keyId);
	await db
		.insert(settings)
		.values({ key: rowOf(keyId), value })
		.onConflictDoNothing();
	// Another server may have been first: what stands there now counts.
	return opens(keyring, await readCanary(db, keyId), bindingOf(keyId), plaintext);
}

async function renewCanary(db: Db, keyring: Keyring, keyId: string): Promise<void> {
	const value = keyring.seal(plaintext, bindingOf(keyId), keyId);
	await db
		.update(settings)
		.set({ value, updatedAt: new Date() })
		.where(eq(settings.key, rowOf(keyId)));
}

/** How many secrets that name a key do not open with it. */
async function countUnopened(db: Db, keyring: Keyring, places: readonly SecretPlace[], keyId: string): Promise<number> {
	let unopened = 0;
	for (const place of places) {
		for (let after: string | null = null; ; ) {
			const secrets: SealedSecret[] = await readSecrets(db, place, { under: keyId, after, limit: 500 });
			if (secrets.length === 0) break;
			unopened += secrets.filter(({ sealed, binding }) => !opens(keyring, sealed, binding)).length;
			after = secrets.at(-1)?.id ?? null;
		}
	}
	return unopened;
}

async function readCanary(db: Db, keyId: string): Promise<unknown> {
	const [row] = await db
		.select({ value: settings.value })
		.from(settings)
		.where(eq(settings.key, rowOf(keyId)));
	return row?.value ?? null;
}

function opens(keyring: Keyring, sealed: unknown, binding: SecretBinding, expected?: string): boolean {
	if (typeof sealed !== "string") return false;
	try {
		const secret = keyring.open(sealed, binding);
		return expected === undefined || secret === expected;
	} catch (error) {
		if (error instanceof UnreadableSecretError) return false;
		throw error;
	}
}
