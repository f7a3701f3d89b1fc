import { type Db, schema } from "@llm-hub/db";
import { gte, sql } from "drizzle-orm";
import { recordedDays, recordedSince } from "./recorded-runs.ts";
import type { SeenOutput } from "./schema.ts";

const { llmUsageLogs } = schema;

/** How old the figures may be, ms. */
const maxAgeMs = 60_000;

/** What our own runs showed of models, worked out at most once a minute. */
export interface SeenModels {
	current(): Promise<SeenOutput>;
}

export function createSeenModels(db: Db): SeenModels {
	let known: { seen: Promise<SeenOutput>; until: number } | null = null;
	return {
		current: () => {
			if (known && performance.now() < known.until) return known.seen;
			const mine = { seen: readSeen(db), until: performance.now() + maxAgeMs };
			known = mine;
			mine.seen.catch(() => {
				if (known === mine) known = null;
			});
			return mine.seen;
		},
	};
}

/** Of the runs that ended by themselves in the last 30 days; one that a person stopped says nothing of the model. */
async function readSeen(db: Db): Promise<SeenOutput> {
	const succeeded = sql`${llmUsageLogs.state} = 'success'`;
	const models = await db
		.select({
			modelId: llmUsageLogs.modelId,
			runs: sql<number>`count(*)`.mapWith(Number),
			successes: sql<number>`count(*) filter (where ${succeeded})`.mapWith(Number),
			medianLatencyMs: sql<number | null>`
				round(percentile_cont(0.5) within group (order by ${llmUsageLogs.latencyMs}) filter (where ${succeeded}))::int`,
		})
		.from(llmUsageLogs)
		.where(sql`${gte(llmUsageLogs.startedAt, recordedSince())} and ${llmUsageLogs.state} in ('success', 'failed')`)
		.groupBy(llmUsageLogs.modelId);
	return { days: recordedDays, models };
}
