import { schema } from "@llm-hub/db";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { type CsvCell, csvLine } from "../../csv.ts";
import { historyEntryOf, runColumns } from "../run-view.ts";
import type { HistoryEntry } from "../schema.ts";
import { indexWords } from "./index-words.ts";
import { beforeRun, matchingRuns } from "./matching-runs.ts";
import type { ExportRunsInput } from "./schema.ts";

const { llmUsageLogs, testRuns, users } = schema;
const pageSize = 200;

/**
 * The runs that match, the newest first, as one file in pieces: CSV with a line of names, or JSON whose last member says
 * how many there are. Of other people's runs an admin gets the figures, not the text.
 */
export async function* exportRuns(
	ctx: UserContext,
	{ format, ...filter }: ExportRunsInput,
	signal?: AbortSignal,
): AsyncGenerator<string> {
	const matching = matchingRuns(ctx, filter);
	if (filter.words !== undefined) await indexWords(ctx.db);
	yield* format === "csv" ? csvOf(pagesOf(ctx, matching, signal)) : jsonOf(pagesOf(ctx, matching, signal));
}

async function* pagesOf(ctx: UserContext, matching: SQL | undefined, signal: AbortSignal | undefined) {
	let cursor: string | null = null;
	for (;;) {
		signal?.throwIfAborted();
		const page: ExportedRun[] = await readPage(ctx, matching, cursor);
		if (page.length > 0) yield page;
		if (page.length < pageSize) return;
		cursor = page.at(-1)?.run_id ?? null;
	}
}

type ExportedRun = ReturnType<typeof exportedRun>;

async function readPage({ db, actor }: UserContext, matching: SQL | undefined, cursor: string | null) {
	// The columns that hold text are not even read where it is somebody else's.
	const isOwn = eq(llmUsageLogs.userId, actor.userId);
	const rows = await db
		.select({
			...runColumns,
			messages: sql`case when ${isOwn} then ${testRuns.messages} else '[]' end`,
			parameters: sql`case when ${isOwn} then ${testRuns.parameters} else '{}' end`,
			response: sql<string>`case when ${isOwn} then ${testRuns.response} else '' end`,
			reasoning: sql<string>`case when ${isOwn} then ${testRuns.reasoning} else '' end`,
			toolCalls: sql`case when ${isOwn} then ${testRuns.toolCalls} else '[]' end`,
			checks: sql`case when ${isOwn} then ${testRuns.checks} else '[]' end`,
			failureMessage: sql<string | null>`case when ${isOwn} then ${llmUsageLogs.failureMessage} end`,
			isOwn: sql<boolean>`${isOwn}`,
			email: users.email,
		})
		.from(llmUsageLogs)
		.innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.innerJoin(users, eq(users.id, llmUsageLogs.userId))
		.where(and(matching, cursor === null ? undefined : beforeRun(cursor)))
		.orderBy(desc(llmUsageLogs.startedAt), desc(llmUsageLogs.id))
		.limit(pageSize);
	return rows.map((row) => exportedRun(historyEntryOf(row), row));
}

function exportedRun(
	run: HistoryEntry,
	{ isOwn, email, groupId }: { isOwn: boolean; email: string; groupId: string | null },
) {
	return {
		run_id: run.runId,
		group_id: groupId,
		user: email,
		created_at: run.createdAt.toISOString(),
		model_id: run.modelId,
		status: run.status,
		failure_reason: run.failure?.reason ?? null,
		failure_message: isOwn ? (run.failure?.message ?? null) : null,
		finish_reason: run.finishReason,
		template_id: run.templateId,
		cost_usd: run.costUsd,
		cost_state: run.costState,
		key_source: run.keySource,
		input_tokens: run.inputTokens,
		cached_input_tokens: run.cachedInputTokens,
		cache_write_tokens: run.cacheWriteTokens,
		output_tokens: run.outputTokens,
		reasoning_tokens: run.reasoningTokens,
		ttft_ms: run.ttftMs,
		latency_ms: run.latencyMs,
		messages: isOwn ? run.messages : null,
		parameters: isOwn ? run.parameters : null,
		response: isOwn ? run.response : null,
		reasoning: isOwn ? run.reasoning : null,
		tool_calls: isOwn ? run.toolCalls : null,
		checks: isOwn ? run.checks : null,
	};
}

const columns = [
	"run_id",
	"group_id",
	"user",
	"created_at",
	"model_id",
	"status",
	"failure_reason",
	"failure_message",
	"finish_reason",
	"template_id",
	"cost_usd",
	"cost_state",
	"key_source",
	"input_tokens",
	"cached_input_tokens",
	"cache_write_tokens",
	"output_tokens",
	"reasoning_tokens",
	"ttft_ms",
	"latency_ms",
	"messages",
	"parameters",
	"response",
	"reasoning",
	"tool_calls",
	"checks",
] as const satisfies (keyof ExportedRun)[];

const cellOf = (value: unknown): CsvCell =>
	value === null || typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);

async function* csvOf(pages: AsyncIterable<ExportedRun[]>): AsyncGenerator<string> {
	yield csvLine(columns);
	for await (const runs of pages) yield runs.map((run) => csvLine(columns.map((name) => cellOf(run[name])))).join("");
}

async function* jsonOf(pages: AsyncIterable<ExportedRun[]>): AsyncGenerator<string> {
	yield '{"tests":[';
	let written = 0;
	for await (const runs of pages) {
		yield (written === 0 ? "\n" : ",\n") + runs.map((run) => JSON.stringify(run)).join(",\n");
		written += runs.length;
	}
	yield `\n],"count":${written}}\n`;
}
