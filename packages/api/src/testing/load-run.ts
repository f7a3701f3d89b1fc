import { schema } from "@llm-hub/db";
import { and, eq } from "drizzle-orm";
import type { UserContext } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { type RunRow, runColumns } from "./run-view.ts";

const { llmUsageLogs, testRuns } = schema;

/** The caller's own run. @throws NotFoundError also for somebody else's: whether it exists is not theirs to know. */
export async function loadRun(ctx: UserContext, runId: string): Promise<RunRow> {
	const [row] = await ctx.db
		.select(runColumns)
		.from(llmUsageLogs)
		.innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.where(and(eq(llmUsageLogs.id, runId), eq(llmUsageLogs.userId, ctx.actor.userId)));
	if (!row) throw new NotFoundError(`There is no run ${runId} of yours.`);
	return row;
}
