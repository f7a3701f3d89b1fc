import { type DbOrTx, schema } from "@llm-hub/db";
import { sumUsd } from "@llm-hub/providers";
import { asc, eq, sql } from "drizzle-orm";
import type { Refusal } from "../groups/schema.ts";
import { trimDecimal } from "../run-view.ts";
import type { CountedCell } from "./matrix.ts";

const { labSuiteCells, llmUsageLogs } = schema;

/** A cell with the revision of its last change, and the runs that were made for it, the last first. */
export interface LoadedCell extends CountedCell {
	revision: number;
	runIds: string[];
}

const runColumns = {
	id: llmUsageLogs.id,
	state: llmUsageLogs.state,
	costUsd: llmUsageLogs.costUsd,
	costState: llmUsageLogs.costState,
	latencyMs: llmUsageLogs.latencyMs,
	ttftMs: llmUsageLogs.ttftMs,
	failureMessage: llmUsageLogs.failureMessage,
	finishReason: llmUsageLogs.finishReason,
};
type Cell = typeof labSuiteCells.$inferSelect;
type Run = Pick<typeof llmUsageLogs.$inferSelect, keyof typeof runColumns>;

/** The cells of a suite in their order, each with what the rows of its runs say. */
export async function loadCells(db: DbOrTx, suiteId: string): Promise<LoadedCell[]> {
	const { runId, earlierRunIds, position } = labSuiteCells;
	const rows = await db
		.select({ cell: labSuiteCells, run: runColumns })
		.from(labSuiteCells)
		.leftJoin(llmUsageLogs, sql`${llmUsageLogs.id} = any (${earlierRunIds} || ${runId})`)
		.where(eq(labSuiteCells.suiteId, suiteId))
		.orderBy(asc(position));
	const byPosition = new Map<number, { cell: Cell; runs: Run[] }>();
	for (const { cell, run } of rows) {
		const known = byPosition.get(cell.position) ?? { cell, runs: [] };
		if (run) known.runs.push(run);
		byPosition.set(cell.position, known);
	}
	return [...byPosition.values()].map(({ cell, runs }) => loadedCell(cell, runs));
}

function loadedCell(cell: Cell, runs: readonly Run[]): LoadedCell {
	const { position, templateIndex, modelId, repeat, state, passed, revision, earlierRunIds } = cell;
	const run = runs.find(({ id }) => id === cell.runId) ?? null;
	const costs = runs.flatMap(({ costUsd }) => costUsd ?? []);
	return {
		position,
		templateIndex,
		modelId,
		repeat,
		state,
		passed,
		revision,
		runId: run?.id ?? null,
		runIds: [...(run ? [run.id] : []), ...earlierRunIds.toReversed()],
		costUsd: run?.costUsd == null ? null : trimDecimal(run.costUsd),
		costState: run?.costState ?? null,
		latencyMs: run?.latencyMs ?? null,
		ttftMs: run?.ttftMs ?? null,
		problem: problemOf(cell, run),
		retries: earlierRunIds.length,
		paidUsd: sumUsd(costs).usd,
		unpriced: runs.filter(({ costState }) => costState === "unpriced").length,
	};
}

function problemOf({ state, refusal }: Cell, run: Run | null): string | null {
	if (state === "cancelled") return "It was stopped before its end.";
	if (state !== "failed") return null;
	if (refusal) return (refusal as Refusal).message;
	if (run?.finishReason === "cost_cap") return "Its answer was cut, as it would have cost more than was held for it.";
	return run?.failureMessage ?? "The reason was not kept.";
}
