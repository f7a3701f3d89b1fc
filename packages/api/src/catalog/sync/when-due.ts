import { createHash } from "node:crypto";
import { ConflictError } from "../../errors.ts";
import type { Deps } from "../../keys/saved-keys.ts";
import type { StartSyncOutput } from "./schema.ts";
import { startSyncOf } from "./start-sync.ts";
import { keyOfTarget, lastRows } from "./status.ts";
import { syncTargets } from "./sync-targets.ts";

const minute = 60_000;

/** A provider's models are listed this often; its failure is tried again sooner. */
const everyMs = 6 * 60 * minute;
const afterFailureMs = 30 * minute;
/** Up to this much sooner or later, so that servers everywhere do not call at one moment. */
const jitterMs = 20 * minute;

/**
 * What the clock calls, as often as it likes: starts a sync of the endpoints whose last one is 6 hours (± 20 minutes)
 * old, or half an hour when it failed, or that have had none. @returns null when nothing is due or configured, or a sync
 * is under way.
 */
export async function syncCatalogWhenDue(deps: Deps, now = new Date()): Promise<StartSyncOutput | null> {
	// The Sandbox alone is no reason to sync: it lists itself at the start.
	const targets = (await syncTargets(deps)).filter(({ isSandbox }) => !isSandbox);
	if (targets.length === 0 || deps.services.syncs.isClosed) return null;
	const lasts = await lastRows(deps, ["success", "failed", "cancelled"]);
	const due = targets.filter((target) => {
		const last = lasts.get(keyOfTarget(target));
		if (!last?.endedAt) return true;
		const wait = last.state === "failed" ? afterFailureMs : everyMs + jitterOf(last.syncId);
		return now.getTime() - last.endedAt.getTime() >= wait;
	});
	if (due.length === 0) return null;
	try {
		return await startSyncOf(deps, due, "clock");
	} catch (error) {
		if (error instanceof ConflictError) return null;
		throw error;
	}
}

/** The same on every server, and another one after each sync. */
function jitterOf(syncId: string): number {
	const fraction = createHash("sha256").update(syncId).digest().readUInt32BE(0) / 2 ** 32;
	return Math.round((fraction * 2 - 1) * jitterMs);
}
