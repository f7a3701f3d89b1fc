import { schema } from "@llm-hub/db";
import { and, eq, ne } from "drizzle-orm";
import { runChecks } from "../templates/run-checks.ts";
import { changeCells, changeSuite } from "./change-suite.ts";
import type { SuiteDeps } from "./owner.ts";
import type { SuiteTemplate } from "./schema.ts";

const { labSuiteCells, labSuites, llmUsageLogs, testRuns } = schema;

/**
 * Takes over into the cells how their runs ended, on whichever server: the run's row decides, and a run that a dead server
 * left was ended by `closeOrphans` as failed. Answers are held against the checks once, here.
 */
export async function settleCells({ db }: SuiteDeps, suiteId: string): Promise<void> {
	const ended = await db
		.select({
			position: labSuiteCells.position,
			runId: labSuiteCells.runId,
			templateIndex: labSuiteCells.templateIndex,
			templates: labSuites.templates,
			state: llmUsageLogs.state,
			finishReason: llmUsageLogs.finishReason,
			response: testRuns.response,
		})
		.from(labSuiteCells)
		.innerJoin(labSuites, eq(labSuites.id, labSuiteCells.suiteId))
		.innerJoin(llmUsageLogs, eq(llmUsageLogs.id, labSuiteCells.runId))
		.leftJoin(testRuns, eq(testRuns.id, labSuiteCells.runId))
		.where(
			and(eq(labSuiteCells.suiteId, suiteId), eq(labSuiteCells.state, "running"), ne(llmUsageLogs.state, "started")),
		);
	if (ended.length === 0) return;
	const verdicts = ended.map(({ templates, templateIndex, response, ...run }) => {
		const checks = (templates as SuiteTemplate[])[templateIndex]?.checks ?? [];
		const isJudged = run.state === "success" && checks.length > 0 && response !== null;
		const passed = isJudged ? runChecks(checks, response).every((check) => check.passed) : null;
		return { ...run, passed };
	});
	await db.transaction(async (tx) => {
		const revision = await changeSuite(tx, suiteId);
		for (const { position, runId, passed, ...run } of verdicts) {
			const stillThere = and(
				eq(labSuiteCells.position, position),
				eq(labSuiteCells.runId, runId),
				eq(labSuiteCells.state, "running"),
			);
			await changeCells(tx, suiteId, revision, stillThere, { state: cellStateOf(run), passed, leasedUntil: null });
		}
	});
}

/** A run that its own bound cut has no whole answer to judge. */
function cellStateOf({ state, finishReason }: { state: string; finishReason: string | null }) {
	if (state === "success") return "done";
	return state === "cancelled" && finishReason !== "cost_cap" ? "cancelled" : "failed";
}
