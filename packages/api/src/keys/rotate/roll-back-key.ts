import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError } from "../../errors.ts";
import { targetOf } from "../key-audit.ts";
import { atVersion, openSavedKey } from "../saved-keys.ts";
import type { KeyVersionInput, Rotation } from "./schema.ts";
import { showRotation } from "./show-rotation.ts";
import { swapSlots } from "./swap-slots.ts";
import { auditedVersion, type LockedKey, notThere, withLockedKey } from "./with-key.ts";

const { providerKeyVersions } = schema;

/**
 * Takes a version back out of the traffic: one with a share of it, or one that was promoted, while the former one is in
 * its grace. It stays staged, to be looked at, promoted again or discarded.
 * @param version the one that shall no longer pay
 * @throws ConflictError after the grace, or when that version pays for nothing; UnreadableSecretError when the former
 *   secret cannot be read.
 */
export async function rollBackKey(ctx: UserContext, { providerId, version }: KeyVersionInput): Promise<Rotation> {
	await withLockedKey(ctx, providerId, async (tx, key) => {
		const { row, slot, now } = key;
		const entry = { action: "keys.rotate.rollback", target: targetOf(row) } as const;
		if (slot?.state === "sharing" && slot.version === version) {
			await tx
				.update(providerKeyVersions)
				.set({ state: "staged", sharePercent: null })
				.where(eq(providerKeyVersions.id, slot.id));
			const before = { ...auditedVersion(ctx, row, slot), sharePercent: slot.sharePercent };
			await recordAudit(tx, ctx, { ...entry, before, after: { sharePercent: 0 } });
			return;
		}
		if (row.keyVersion !== version) throw notThere(key, version);
		if (slot?.state !== "grace" || !slot.graceUntil || slot.graceUntil <= now) throw nothingToRollBackTo(key);
		openSavedKey(ctx, atVersion(row, slot));
		const [before, after] = [auditedVersion(ctx, row, null), auditedVersion(ctx, row, slot)];
		await swapSlots(tx, { row, slot, now }, { state: "staged", encryptedSecret: row.encryptedSecret });
		await recordAudit(tx, ctx, { ...entry, before, after });
	});
	return showRotation(ctx, { providerId });
}

const nothingToRollBackTo = ({ row }: LockedKey) =>
	new ConflictError(
		`The grace of the former key of "${row.name}" is over and its secret is destroyed. To go back, stage the former key again.`,
	);
