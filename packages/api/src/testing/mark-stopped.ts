import { type Db, schema } from "@llm-hub/db";
import { and, eq, inArray, isNull } from "drizzle-orm";

const { llmUsageLogs } = schema;

/** Writes into the rows of runs under way that they were stopped: their owner obeys it, and everybody is told it. */
export async function markStopped(db: Db, runIds: readonly string[]): Promise<void> {
	if (runIds.length === 0) return;
	await db
		.update(llmUsageLogs)
		.set({ cancelRequestedAt: new Date() })
		.where(
			and(
				inArray(llmUsageLogs.id, [...runIds]),
				eq(llmUsageLogs.state, "started"),
				isNull(llmUsageLogs.cancelRequestedAt),
			),
		);
}
