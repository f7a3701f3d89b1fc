import { schema, type Tx } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError } from "../../errors.ts";
import { targetOf } from "../key-audit.ts";
import { atVersion, type KeyVersion, openSavedKey, type SavedKey } from "../saved-keys.ts";
import type { PromoteKeyInput, Rotation } from "./schema.ts";
import { showRotation } from "./show-rotation.ts";
import { swapSlots } from "./swap-slots.ts";
import { auditedVersion, notThere, withLockedKey } from "./with-key.ts";

const { providerKeyVersions } = schema;
const hourMs = 3_600_000;

/**
 * Lets the staged key pay: for a share of the runs, or for all of them. In the second case the former one is kept for its
 * grace. Runs that are under way end with the key that they began with.
 * @throws ConflictError when that version is not staged, or was not tested well and nobody confirmed it;
 *   UnreadableSecretError when its secret cannot be read.
 */
export async function promoteKey(ctx: UserContext, input: PromoteKeyInput): Promise<Rotation> {
	const { providerId, version, sharePercent, graceHours } = input;
	await withLockedKey(ctx, providerId, async (tx, key) => {
		const { row, slot, now } = key;
		if (slot?.version !== version || slot.state === "grace") throw notThere(key, version);
		refuseUntested(row, slot, input);
		// What cannot be read must never come to pay.
		openSavedKey(ctx, atVersion(row, slot));
		if (sharePercent !== undefined) return share(tx, ctx, row, slot, sharePercent);
		const graceUntil = graceHours === 0 ? null : new Date(now.getTime() + graceHours * hourMs);
		const before = auditedVersion(ctx, row, null);
		const after = { ...auditedVersion(ctx, row, slot), graceUntil: graceUntil?.toISOString() ?? null };
		await swapSlots(
			tx,
			{ row, slot, now },
			graceUntil
				? { state: "grace", encryptedSecret: row.encryptedSecret, graceUntil }
				: { state: "retired", retiredAt: now },
		);
		await recordAudit(tx, ctx, { action: "keys.rotate.promote", target: targetOf(row), before, after });
	});
	return showRotation(ctx, { providerId });
}

function refuseUntested({ name }: SavedKey, { testStatus }: KeyVersion, { confirmUntested }: PromoteKeyInput): void {
	if (testStatus === "success" || confirmUntested) return;
	const what = testStatus === "failed" ? "failed its last test" : "was not tested";
	throw new ConflictError(`The staged key of "${name}" ${what}. Test it first, or confirm that it shall pay anyway.`, {
		confirm: "confirmUntested",
	});
}

async function share(tx: Tx, ctx: UserContext, row: SavedKey, slot: KeyVersion, sharePercent: number): Promise<void> {
	await tx
		.update(providerKeyVersions)
		.set({ state: "sharing", sharePercent })
		.where(eq(providerKeyVersions.id, slot.id));
	const before = { sharePercent: slot.sharePercent ?? 0 };
	const after = { ...auditedVersion(ctx, row, slot), sharePercent };
	await recordAudit(tx, ctx, { action: "keys.rotate.share", target: targetOf(row), before, after });
}
