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
		const page: Exported[] = await readPage(ctx, matching, cursor);
		if (page.length > 0) yield page;
		if (page.length < pageSize) return;
		cursor = page.at(-1)?.run.runId ?? null;
	}
}

interface Exported {
	run: HistoryEntry;
	isOwn: boolean;
	email: string;
	groupId: string | null;
}

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
	return rows.map((row) => ({ run: historyEntryOf(row), isOwn: row.isOwn, email: row.email, groupId: row.groupId }));
}

/** What the file says of a run, by name. */
const fields: Record<string, (exported: Exported) => unknown> = {
	run_id: ({ run }) => run.runId,
	group_id: ({ groupId }) => groupId,
	user: ({ email }) => email,
	created_at: ({ run }) => run.createdAt.toISOString(),
	model_id: ({ run }) => run.modelId,
	status: ({ run }) => run.status,
	failure_reason: ({ run }) => run.failure?.reason ?? null,
	failure_message: ({ run, isOwn }) => (isOwn ? (run.failure?.message ?? null) : null),
	finish_reason: ({ run }) => run.finishReason,
	template_id: ({ run }) => run.templateId,
	cost_usd: ({ run }) => run.costUsd,
	cost_state: ({ run }) => run.costState,
	key_source: ({ run }) => run.keySource,
	input_tokens: ({ run }) => run.inputTokens,
	cached_input_tokens: ({ run }) => run.cachedInputTokens,
	cache_write_tokens: ({ run }) => run.cacheWriteTokens,
	output_tokens: ({ run }) => run.outputTokens,
	reasoning_tokens: ({ run }) => run.reasoningTokens,
	ttft_ms: ({ run }) => run.ttftMs,
	latency_ms: ({ run }) => run.latencyMs,
	messages: ({ run, isOwn }) => (isOwn ? run.messages : null),
	parameters: ({ run, isOwn }) => (isOwn ? run.parameters : null),
	response: ({ run, isOwn }) => (isOwn ? run.response : null),
	reasoning: ({ run, isOwn }) => (isOwn ? run.reasoning : null),
	tool_calls: ({ run, isOwn }) => (isOwn ? run.toolCalls : null),
	checks: ({ run, isOwn }) => (isOwn ? run.checks : null),
};

const cellOf = (value: unknown): CsvCell =>
	value === null || typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);

async function* csvOf(pages: AsyncIterable<Exported[]>): AsyncGenerator<string> {
	yield csvLine(Object.keys(fields));
	const lineOf = (run: Exported) => csvLine(Object.values(fields).map((tell) => cellOf(tell(run))));
	for await (const runs of pages) yield runs.map(lineOf).join("");
}

async function* jsonOf(pages: AsyncIterable<Exported[]>): AsyncGenerator<string> {
	const recordOf = (run: Exported) =>
		JSON.stringify(Object.fromEntries(Object.entries(fields).map(([name, tell]) => [name, tell(run)])));
	yield '{"tests":[';
	let written = 0;
	for await (const runs of pages) {
		yield (written === 0 ? "\n" : ",\n") + runs.map(recordOf).join(",\n");
		written += runs.length;
	}
	yield `\n],"count":${written}}\n`;
}
