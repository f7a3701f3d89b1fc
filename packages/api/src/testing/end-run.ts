import { jsonOf, preparedStatement, recordsOf, schema, writesOf } from "@llm-hub/db";
import type { Price } from "@llm-hub/providers";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { settlementsOf, settling } from "../access/settle.ts";
import { batched } from "../batched.ts";
import type { EndRow } from "./run-view.ts";

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
	/** As the row has kept it since the start. */
	price: Price | null;
	answer: Pick<typeof testRuns.$inferSelect, "id" | "response" | "reasoning" | "toolCalls">;
}

const answerColumns = ["response", "reasoning", "toolCalls"] as const;

/** `a = from.a, b = from.b`: these columns as another relation has them. */
const setFrom = (table: PgTable, keys: readonly string[], from: string): SQL => {
	const columns = getTableColumns(table);
	const sets = keys.map((key) => {
		const name = sql.identifier(columns[key]?.name ?? key);
		return sql`${name} = ${sql.identifier(from)}.${name}`;
	});
	return sql.join(sets, sql`, `);
};

/** What only the row knows of a run that has just ended. */
interface EndedRow {
	id: string;
	modelId: string;
	keySource: EndRow["keySource"];
	keyVersion: number | null;
	keyLabel: string | null;
	startedAt: string;
	/** With the decimals that the column has: what followers are told is what the history says. */
	costUsd: string | null;
}

// Each row must be found by its key, also while the table has no statistics yet: by its state the planner would look through
// the dead index entries of all runs that have ended. `is true` keeps the state out of the indexes, and that no ending names
// a door tells the planner that they are few.
const end = preparedStatement<EndedRow>(sql`
	with ended as (
		update ${llmUsageLogs} l set ${setFrom(llmUsageLogs, endFields, "v")}
		from ${recordsOf(llmUsageLogs, sql.placeholder("logs"))} v
		where l.id = v.id and v.door is null and (l.state = 'started') is true
		returning l.id, l.model_id, l.key_source, l.key_version, l.key_label, l.started_at, l.state, l.cost_usd, l.cost_state
	),
	answered as (
		update ${testRuns} t set ${setFrom(testRuns, answerColumns, "a")}
		from ${recordsOf(testRuns, sql.placeholder("answers"))} a join ended using (id)
		where t.id = a.id
	),
	${settling(settlementsOf(sql`ended`))}
	select id, model_id as "modelId", key_source as "keySource", key_version as "keyVersion", key_label as "keyLabel",
		started_at as "startedAt", cost_usd as "costUsd"
	from ended`);

/**
 * Ends a run that has not ended: row, answer and hold, all or nothing. Runs that end together share one statement.
 * @returns the row as it ended, or null when it had ended before
 */
export const endRun = batched<RunEnding, EndRow | null>(async (db, endings) => {
	// Of two who end the same run at once, the first does.
	const firsts = new Map(endings.toReversed().map((ending) => [ending.log.id, ending]));
	const logs = Array.from(firsts.values(), ({ log }) => log);
	const answers = Array.from(firsts.values(), ({ answer }) => answer);
	const rows = await end(writesOf(db), { logs: jsonOf(llmUsageLogs, logs), answers: jsonOf(testRuns, answers) });
	const byId = new Map(rows.map((row) => [row.id, row]));
	return endings.map((ending) => {
		const { log, price } = ending;
		const row = firsts.get(log.id) === ending ? byId.get(log.id) : undefined;
		if (!row) return null;
		const { modelId, keySource, keyVersion, keyLabel, costUsd } = row;
		return { ...log, modelId, keySource, keyVersion, keyLabel, price, costUsd, startedAt: new Date(row.startedAt) };
	});
});
