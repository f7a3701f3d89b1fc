import { schema } from "@llm-hub/db";
import { and, eq, lte } from "drizzle-orm";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { auditAsSystem, targetOf } from "../key-audit.ts";
import { destroySecret } from "../key-versions.ts";
import type { Deps } from "../saved-keys.ts";
import type { KeyVersionInput, Rotation } from "./schema.ts";
import { showRotation } from "./show-rotation.ts";
import { auditedVersion, notThere, withLockedKey } from "./with-key.ts";

const { providerKeyVersions } = schema;

/**
 * Destroys the secret in the second slot for good: a former one before its grace is over, or a staged one that is
 * discarded. What it paid for is remembered.
 * @throws ConflictError when that version is not in the second slot
 */
export async function retireKey(ctx: UserContext, { providerId, version }: KeyVersionInput): Promise<Rotation> {
	await withLockedKey(ctx, providerId, async (tx, key) => {
		const { row, slot, now } = key;
		if (slot?.version !== version) throw notThere(key, version);
		const before = { ...auditedVersion(ctx, row, slot), state: slot.state };
		await destroySecret(tx, slot, now);
		const target = targetOf(row);
		await recordAudit(tx, ctx, { action: "keys.rotate.retire", target, before, after: { state: "retired" } });
	});
	return showRotation(ctx, { providerId });
}

/** What the clock calls: destroys the secrets whose grace is over. Returns how many. */
export async function retireKeysWhenDue(deps: Deps, now = new Date()): Promise<number> {
	const isDue = and(eq(providerKeyVersions.state, "grace"), lte(providerKeyVersions.graceUntil, now));
	const due = await deps.db
		.select({ providerId: providerKeyVersions.providerId })
		.from(providerKeyVersions)
		.where(isDue);
	let retired = 0;
	for (const { providerId } of due) {
		await withLockedKey(deps, providerId, async (tx, { row, slot }) => {
			// Another server, or a roll back, may have been first.
			if (slot?.state !== "grace" || !slot.graceUntil || slot.graceUntil > now) return;
			const before = { ...auditedVersion(deps, row, slot), state: slot.state };
			await destroySecret(tx, slot, now);
			const entry = {
				action: "keys.rotate.retire",
				target: targetOf(row),
				before,
				after: { state: "retired" },
			} as const;
			await recordAudit(tx, auditAsSystem(deps, "clock", "clock"), entry);
			retired++;
		});
	}
	if (retired > 0) deps.services.log.info({ retired }, "former provider keys destroyed after their grace");
	return retired;
}
