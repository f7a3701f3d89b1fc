import { schema } from "@llm-hub/db";
import { and, eq, inArray } from "drizzle-orm";
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

/** Those of these runs that are the caller's and still have their text, by id. */
export async function loadRuns(ctx: UserContext, runIds: readonly string[]): Promise<Map<string, RunRow>> {
	const rows = await ctx.db
		.select(runColumns)
		.from(llmUsageLogs)
		.innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.where(and(inArray(llmUsageLogs.id, [...runIds]), eq(llmUsageLogs.userId, ctx.actor.userId)));
	return new Map(rows.map((row) => [row.id, row]));
}
