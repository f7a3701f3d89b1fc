import { schema } from "@llm-hub/db";
import { and, eq, gte, inArray, type SQLWrapper, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { recordedDays, recordedSince } from "./recorded-runs.ts";
import type { MeasuredByDayOutput, MeasuredInput, MeasuredOutput } from "./schema.ts";
import { isoDay } from "./sync/known-model.ts";

const { llmUsageLogs } = schema;

const dayMs = 86_400_000;
const endedByItself = inArray(llmUsageLogs.state, ["success", "failed"]);
const succeeded = sql`${llmUsageLogs.state} = 'success'`;
const writingMs = sql`(${llmUsageLogs.latencyMs} - ${llmUsageLogs.ttftMs})`;
/** Output tokens per second of writing, without the wait for the first. */
const speed = sql`case when ${writingMs} > 0 then ${llmUsageLogs.outputTokens} * 1000.0 / ${writingMs} end`;

/** SQL's percentile_cont over the successes where `value` is known. */
const spreadOf = (value: SQLWrapper) => ({
	n: sql<number>`count(${value}) filter (where ${succeeded})::int`,
	p50: sql<number | null>`percentile_cont(0.5) within group (order by ${value}) filter (where ${succeeded})::float8`,
	p95: sql<number | null>`percentile_cont(0.95) within group (order by ${value}) filter (where ${succeeded})::float8`,
});

/** What everybody's runs of the last 30 days measured of each model; one that a person stopped says nothing of it. */
export async function measureModels({ db }: Pick<Context, "db">, { ids }: MeasuredInput): Promise<MeasuredOutput> {
	const rows = await db
		.select({
			modelId: llmUsageLogs.modelId,
			runs: sql<number>`count(*)::int`,
			successes: sql<number>`count(*) filter (where ${succeeded})::int`,
			ttftMs: spreadOf(llmUsageLogs.ttftMs),
			latencyMs: spreadOf(llmUsageLogs.latencyMs),
			tokensPerSecond: spreadOf(speed),
		})
		.from(llmUsageLogs)
		.where(and(inArray(llmUsageLogs.modelId, ids), gte(llmUsageLogs.startedAt, recordedSince()), endedByItself))
		.groupBy(llmUsageLogs.modelId);
	const byId = new Map(rows.map((row) => [row.modelId, row]));
	const models = ids.map((modelId) => {
		const row = byId.get(modelId);
		if (!row) return { modelId, runs: 0, successes: 0, ttftMs: null, latencyMs: null, tokensPerSecond: null };
		const { ttftMs, latencyMs, tokensPerSecond } = row;
		return { ...row, ttftMs: spread(ttftMs), latencyMs: spread(latencyMs), tokensPerSecond: spread(tokensPerSecond) };
	});
	return { days: recordedDays, models };
}

const spread = ({ n, p50, p95 }: { n: number; p50: number | null; p95: number | null }) =>
	p50 === null || p95 === null ? null : { n, p50, p95 };

/** The same of one model by day (UTC): the days' runs add up to those of the whole window. */
export async function measureByDay({ db }: Pick<Context, "db">, id: string): Promise<MeasuredByDayOutput> {
	const from = recordedSince();
	const day = sql<string>`to_char(${llmUsageLogs.startedAt} at time zone 'UTC', 'YYYY-MM-DD')`;
	const rows = await db
		.select({
			day,
			runs: sql<number>`count(*)::int`,
			successes: sql<number>`count(*) filter (where ${succeeded})::int`,
			ttftMs: spreadOf(llmUsageLogs.ttftMs),
			latencyMs: spreadOf(llmUsageLogs.latencyMs),
		})
		.from(llmUsageLogs)
		.where(and(eq(llmUsageLogs.modelId, id), gte(llmUsageLogs.startedAt, from), endedByItself))
		.groupBy(sql`1`);
	const byDay = new Map(rows.map((row) => [row.day, row]));
	return {
		days: Array.from({ length: recordedDays + 1 }, (_, index) => {
			const name = isoDay(new Date(from.getTime() + index * dayMs));
			const row = byDay.get(name);
			if (!row) return { day: name, runs: 0, successes: 0, ttftMs: null, latencyMs: null };
			return { ...row, ttftMs: spread(row.ttftMs), latencyMs: spread(row.latencyMs) };
		}),
	};
}
