import { schema, type Tx } from "@llm-hub/db";
import { and, eq, lt, type SQL, sql } from "drizzle-orm";
import { changeCells, changeSuite } from "./change-suite.ts";

const { labSuiteCells, llmUsageLogs } = schema;

/** Five missed heartbeats of a run. */
const silentSeconds = 10;

const ofSuite = (id: string) => eq(labSuiteCells.suiteId, id);

/**
 * How many cells are left, and how many are under way; the suite's row is locked. What a dead server left takes nobody's place, though it holds its part of the cap until its run
 * is ended.
 */
export async function openCells(tx: Tx, suiteId: string): Promise<{ pending: number; running: number; alive: number }> {
	const cellsWhere = (condition: SQL) => sql<number>`count(*) filter (where ${condition})::int`;
	const isRunning = sql`${labSuiteCells.state} = 'running'`;
	const isSilent = sql`coalesce(${llmUsageLogs.heartbeatAt} < now() - make_interval(secs => ${silentSeconds}), false)`;
	const isDead = sql`${isRunning} and ${labSuiteCells.leasedUntil} < now() and ${llmUsageLogs.id} is null`;
	const [open] = await tx
		.select({
			pending: cellsWhere(sql`${labSuiteCells.state} = 'pending'`),
			running: cellsWhere(isRunning),
			alive: cellsWhere(sql`${isRunning} and not ${isSilent}`),
			dead: cellsWhere(isDead),
		})
		.from(labSuiteCells)
		.leftJoin(llmUsageLogs, eq(llmUsageLogs.id, labSuiteCells.runId))
		.where(ofSuite(suiteId));
	if (!open) return { pending: 0, running: 0, alive: 0 };
	if (open.dead === 0) return open;
	await takeBackDead(tx, suiteId);
	return openCells(tx, suiteId);
}

/** The runs of the cells that are under way. */
export const runningRuns = async (tx: Tx, suiteId: string): Promise<string[]> => {
	const rows = await tx
		.select({ runId: labSuiteCells.runId })
		.from(labSuiteCells)
		.where(and(ofSuite(suiteId), eq(labSuiteCells.state, "running")));
	return rows.map(({ runId }) => runId);
};

/** A cell whose server died before its run began was never sent: it begins anew, with the same run. */
async function takeBackDead(tx: Tx, suiteId: string): Promise<void> {
	const revision = await changeSuite(tx, suiteId);
	const isDead = and(
		eq(labSuiteCells.state, "running"),
		lt(labSuiteCells.leasedUntil, sql`now()`),
		sql`not exists (select from ${llmUsageLogs} where ${llmUsageLogs.id} = ${labSuiteCells.runId})`,
	);
	await changeCells(tx, suiteId, revision, isDead, { state: "pending", reservedUsd: null, leasedUntil: null });
}
