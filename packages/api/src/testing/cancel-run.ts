import type { UserContext } from "../context.ts";
import { loadRun } from "./load-run.ts";
import { markStopped } from "./mark-stopped.ts";

/**
 * Stops a run: at once when it is carried out here, within a heartbeat when on another server. A run that has ended
 * stays as it ended.
 * @throws NotFoundError when the run is not the caller's.
 */
export async function cancelRun(ctx: UserContext, { runId }: { runId: string }): Promise<{ cancelled: boolean }> {
	const { state } = await loadRun(ctx, runId);
	if (state !== "started") return { cancelled: false };
	await stopRuns(ctx, [runId]);
	return { cancelled: true };
}

/** Stops runs that may be stopped: those of this process at once, others at their next heartbeat. */
export async function stopRuns(
	{ db, services }: Pick<UserContext, "db" | "services">,
	runIds: string[],
): Promise<void> {
	for (const runId of runIds) services.runs.get(runId)?.cancel();
	// One that is left at once ends at once; of the others the row says how they stand.
	const open = runIds.filter((runId) => services.runs.get(runId)?.signal.aborted !== true);
	await markStopped(db, open);
}
