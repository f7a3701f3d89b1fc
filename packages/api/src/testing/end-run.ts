import { executePrepared, rowsOf, schema } from "@llm-hub/db";
import { and, eq, getTableColumns, sql } from "drizzle-orm";
import { settle, settlementOf } from "../access/settle.ts";
import { batched } from "../batched.ts";
import { type EndRow, endColumns } from "./run-view.ts";

const { llmUsageLogs, testRuns } = schema;

const endFields = [
	"state",
	"failureReason",
	"failureMessage",
	"retryable",
	"finishReason",
	"reportedModel",
	"upstreamId",
	"inputTokens",
	"cachedInputTokens",
	"cacheWriteTokens",
	"outputTokens",
	"reasoningTokens",
	"usageSource",
	"usageRaw",
	"costUsd",
	"costState",
	"costTerms",
	"ttftMs",
	"latencyMs",
	"endedAt",
] as const;

type RunLog = typeof llmUsageLogs.$inferSelect;

/** What a run's row says from its end on. */
export type EndedLog = Pick<RunLog, "id" | (typeof endFields)[number]>;

/** A run's last word. */
interface RunEnding {
	log: EndedLog;
	answer: Omit<typeof testRuns.$inferSelect, "templateId" | "checks" | "messages" | "parameters" | "cappedMaxTokens">;
}

const columns = getTableColumns(llmUsageLogs);
const ended = Object.fromEntries(endFields.map((field) => [field, sql`ended.${sql.identifier(columns[field].name)}`]));

/**
 * Ends a run that has not ended: row, answer and hold, all or nothing. Runs that end together share one transaction.
 * @returns the row as it ended, or null when it had ended before
 */
export const endRun = batched<RunEnding, EndRow | null>((db, endings) =>
	db.transaction(async (tx) => {
		// Of two who end the same run at once, the first does.
		const firsts = [...new Map(endings.toReversed().map((ending) => [ending.log.id, ending])).values()];
		const logs = rowsOf(
			llmUsageLogs,
			firsts.map(({ log }) => log),
		);
		const rows = await tx
			.update(llmUsageLogs)
			.set(ended)
			.from(sql`${logs} ended`)
			.where(and(sql`${llmUsageLogs.id} = ended.id`, eq(llmUsageLogs.state, "started")))
			.returning(endColumns)
			.prepare("end_runs")
			.execute();
		const byId = new Map(rows.map((row) => [row.id, row]));
		const answers = rowsOf(
			testRuns,
			firsts.map(({ answer }) => answer).filter(({ id }) => byId.has(id)),
		);
		await Promise.all([
			executePrepared(
				tx,
				sql`update ${testRuns} t
					set response = a.response, reasoning = a.reasoning, tool_calls = a.tool_calls
					from ${answers} a where t.id = a.id`,
			),
			settle(
				tx,
				rows.map((row) => ({ runId: row.id, ...settlementOf(row) })),
			),
		]);
		return endings.map((ending) => (firsts.includes(ending) ? (byId.get(ending.log.id) ?? null) : null));
	}),
);
