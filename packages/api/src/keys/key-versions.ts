import { schema, type Tx } from "@llm-hub/db";
import { eq, max } from "drizzle-orm";
import { ConflictError } from "../errors.ts";
import { inSlotOf, type KeyVersion, type SavedKey } from "./saved-keys.ts";

const { providerKeyVersions } = schema;

/** How a secret begins of which nobody knows yet whether it is good. */
export const untested = {
	healthStatus: "unknown",
	testStatus: null,
	lastTestedAt: null,
	lastTest: null,
	setAsideAt: null,
	setAsideReason: null,
	setAsideMessage: null,
	setAsideTests: 0,
} as const;

export const versionId = (providerId: string, version: number): string => `${providerId}/${version}`;

/** What stands in a key's second slot, or null. */
export async function readSlot(tx: Tx, providerId: string): Promise<KeyVersion | null> {
	const [slot] = await tx.select().from(providerKeyVersions).where(inSlotOf(providerId));
	return slot ?? null;
}

/** The number for the next secret of a key: none is ever given twice. The key's row must be locked. */
export async function nextVersion(tx: Tx, { id, keyVersion }: SavedKey): Promise<number> {
	const [known] = await tx
		.select({ last: max(providerKeyVersions.version) })
		.from(providerKeyVersions)
		.where(eq(providerKeyVersions.providerId, id));
	return Math.max(known?.last ?? 0, keyVersion) + 1;
}

/** The version in use as it is remembered beside its successor. */
export const formerVersion = (
	row: SavedKey,
	how: Pick<KeyVersion, "state"> & Partial<Pick<KeyVersion, "encryptedSecret" | "graceUntil" | "retiredAt">>,
): typeof providerKeyVersions.$inferInsert => ({
	id: versionId(row.id, row.keyVersion),
	providerId: row.id,
	version: row.keyVersion,
	keyPreview: row.keyPreview,
	testStatus: row.testStatus,
	lastTestedAt: row.lastTestedAt,
	lastTest: row.lastTest,
	enteredAt: row.rotatedAt,
	...how,
});

/**
 * Makes room for a secret that takes the place of the one in use at once: that one, and one that stood in its grace, are
 * destroyed. Returns the new version's number. The key's row must be locked.
 * @throws ConflictError while another secret is staged: nobody can tell which of the two is meant to stay.
 */
export async function retireForAnother(tx: Tx, saved: SavedKey, now: Date): Promise<number> {
	const slot = await readSlot(tx, saved.id);
	if (slot && slot.state !== "grace") throw rotationUnderWay(saved);
	const version = await nextVersion(tx, saved);
	if (slot) await destroySecret(tx, slot, now);
	await tx.insert(providerKeyVersions).values(formerVersion(saved, { state: "retired", retiredAt: now }));
	return version;
}

/** The secret is gone for good; the version is remembered. */
export async function destroySecret(tx: Tx, { id }: KeyVersion, now: Date): Promise<void> {
	await tx
		.update(providerKeyVersions)
		.set({ state: "retired", encryptedSecret: null, sharePercent: null, graceUntil: null, retiredAt: now })
		.where(eq(providerKeyVersions.id, id));
}

export const rotationUnderWay = ({ name }: Pick<SavedKey, "name">) =>
	new ConflictError(`A rotation of "${name}" is under way. Promote or discard the staged key first.`);
