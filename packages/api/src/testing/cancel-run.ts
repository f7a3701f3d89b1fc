import { schema } from "@llm-hub/db";
import { and, eq } from "drizzle-orm";
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
	const live = ctx.services.runs.get(runId);
	if (live) live.cancel();
	else {
		await ctx.db
			.update(llmUsageLogs)
			.set({ cancelRequestedAt: new Date() })
			.where(and(eq(llmUsageLogs.id, runId), eq(llmUsageLogs.state, "started")));
	}
	return { cancelled: true };
}
