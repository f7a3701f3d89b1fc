import { type DbOrTx, schema } from "@llm-hub/db";
import { and, eq, exists, inArray, type SQL, sql } from "drizzle-orm";
import { recordedRuns } from "../recorded-runs.ts";

const { apiTokens, ledgerEntries, llmModels, llmUsageLogs, users } = schema;

/** So many names a model; the number tells how many there are. */
const mostNames = 20;

export interface Hit {
	total: number;
	names: { name: string; runs: number }[];
}

/** Who ran each of the models in the last 30 days, and with which API tokens: the most active first. */
export async function whoIsHit(db: DbOrTx, modelIds: readonly string[]) {
	if (modelIds.length === 0) return { people: new Map<string, Hit>(), tokens: new Map<string, Hit>() };
	const runs = sql<number>`count(*)::int`;
	const where = recordedRuns({ modelIds });
	const columns = (name: SQL<string>) => ({ modelId: llmUsageLogs.modelId, name, runs });
	const [people, tokens] = await Promise.all([
		db
			.select(columns(sql<string>`${users.email}`))
			.from(llmUsageLogs)
			.innerJoin(users, eq(users.id, llmUsageLogs.userId))
			.where(where)
			.groupBy(llmUsageLogs.modelId, users.id)
			.orderBy(sql`3 desc`, sql`2`),
		db
			.select(columns(sql<string>`${apiTokens.name}`))
			.from(llmUsageLogs)
			.innerJoin(ledgerEntries, eq(ledgerEntries.runId, llmUsageLogs.id))
			.innerJoin(apiTokens, eq(apiTokens.id, ledgerEntries.tokenId))
			.where(where)
			.groupBy(llmUsageLogs.modelId, apiTokens.id)
			.orderBy(sql`3 desc`, sql`2`),
	]);
	return { people: byModel(people), tokens: byModel(tokens) };
}

/** Those of the models that anybody ran in the last 30 days. */
export async function usedModels(db: DbOrTx, modelIds: readonly string[]): Promise<Set<string>> {
	if (modelIds.length === 0) return new Set();
	const run = db
		.select({ id: llmUsageLogs.id })
		.from(llmUsageLogs)
		.where(and(eq(llmUsageLogs.modelId, llmModels.id), recordedRuns({})));
	const rows = await db
		.select({ id: llmModels.id })
		.from(llmModels)
		.where(and(inArray(llmModels.id, [...modelIds]), exists(run)));
	return new Set(rows.map(({ id }) => id));
}

function byModel(rows: readonly { modelId: string; name: string; runs: number }[]): Map<string, Hit> {
	const hits = new Map<string, Hit>();
	for (const { modelId, name, runs } of rows) {
		const hit = hits.get(modelId) ?? { total: 0, names: [] };
		hit.total += 1;
		if (hit.names.length < mostNames) hit.names.push({ name, runs });
		hits.set(modelId, hit);
	}
	return hits;
}
