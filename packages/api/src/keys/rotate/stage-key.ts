import { schema } from "@llm-hub/db";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { targetOf } from "../key-audit.ts";
import { previewOf } from "../key-name.ts";
import { nextVersion, rotationUnderWay, versionId } from "../key-versions.ts";
import { UnreadableSecretError } from "../keyring.ts";
import { bindingOf, type Deps, openSavedKey, type SavedKey } from "../saved-keys.ts";
import type { Rotation, StageKeyInput } from "./schema.ts";
import { showRotation } from "./show-rotation.ts";
import { auditedVersion, withLockedKey } from "./with-key.ts";

/**
 * Puts the next secret of a saved key beside the one in use, for the same host. It pays for nothing yet.
 * @throws ConflictError while the second slot is taken; InvalidInputError for the secret that is in use.
 */
export async function stageKey(ctx: UserContext, { providerId, apiKey }: StageKeyInput): Promise<Rotation> {
	await withLockedKey(ctx, providerId, async (tx, { row, slot, now }) => {
		if (slot?.state === "grace") {
			throw new ConflictError(
				`Version ${slot.version} of "${row.name}" is still kept for a roll back. Retire it first, then stage the next key.`,
			);
		}
		if (slot) throw rotationUnderWay(row);
		if (isInUse(ctx, row, apiKey)) {
			throw new InvalidInputError("apiKey", "This key is in use already. Create another one at the provider.");
		}
		const version = await nextVersion(tx, row);
		const encryptedSecret = ctx.services.keyring.seal(apiKey, bindingOf({ ...row, keyVersion: version }));
		const [staged] = await tx
			.insert(schema.providerKeyVersions)
			.values({
				id: versionId(row.id, version),
				providerId: row.id,
				version,
				state: "staged",
				encryptedSecret,
				keyPreview: previewOf(apiKey),
				enteredAt: now,
			})
			.returning();
		const after = { ...auditedVersion(ctx, row, staged ?? null), state: "staged" };
		await recordAudit(tx, ctx, { action: "keys.rotate.stage", target: targetOf(row), after });
	});
	return showRotation(ctx, { providerId });
}

/** Whether it is the secret in use; of one that cannot be read, nobody can say. */
function isInUse(deps: Deps, row: SavedKey, apiKey: string): boolean {
	try {
		return openSavedKey(deps, row) === apiKey;
	} catch (error) {
		if (error instanceof UnreadableSecretError) return false;
		throw error;
	}
}
