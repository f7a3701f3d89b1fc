import { schema, type Tx } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { formerVersion, untested } from "../key-versions.ts";
import type { KeyVersion, SavedKey } from "../saved-keys.ts";

const { llmProviders, providerKeyVersions } = schema;

/**
 * Takes the second slot's version into use, and remembers the one that was in use as told. Envelopes move as they are;
 * what the last test of each found goes with it.
 */
export async function swapSlots(
	tx: Tx,
	{ row, slot, now }: { row: SavedKey; slot: KeyVersion; now: Date },
	former: Parameters<typeof formerVersion>[1],
): Promise<void> {
	await tx.delete(providerKeyVersions).where(eq(providerKeyVersions.id, slot.id));
	await tx.insert(providerKeyVersions).values(formerVersion(row, former));
	const { encryptedSecret, keyPreview, version: keyVersion, enteredAt, testStatus, lastTestedAt, lastTest } = slot;
	const health = { success: "healthy", failed: "unhealthy" } as const;
	await tx
		.update(llmProviders)
		.set({
			...untested,
			...{ encryptedSecret, keyPreview, keyVersion, testStatus, lastTestedAt, lastTest },
			healthStatus: testStatus === null ? "unknown" : health[testStatus],
			rotatedAt: enteredAt,
			nextTestAt: now,
			updatedAt: now,
		})
		.where(eq(llmProviders.id, row.id));
}
