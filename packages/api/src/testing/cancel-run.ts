import { schema } from "@llm-hub/db";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { UserContext } from "../context.ts";
import { loadRun } from "./load-run.ts";

const { llmUsageLogs } = schema;

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
	const elsewhere = runIds.filter((runId) => !services.runs.get(runId));
	for (const runId of runIds) services.runs.get(runId)?.cancel();
	if (elsewhere.length === 0) return;
	await db
		.update(llmUsageLogs)
		.set({ cancelRequestedAt: new Date() })
		.where(
			and(
				inArray(llmUsageLogs.id, elsewhere),
				eq(llmUsageLogs.state, "started"),
				isNull(llmUsageLogs.cancelRequestedAt),
			),
		);
}
