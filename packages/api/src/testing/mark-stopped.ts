import { type Db, schema } from "@llm-hub/db";
import { and, eq, isNull } from "drizzle-orm";

const { llmUsageLogs } = schema;

/**
 * Writes into the rows of runs under way that they were stopped: their owner obeys it, and everybody is told it. One by
 * one: who holds one row while it waits for another could stand against the statement that ends both.
 */
export async function markStopped(db: Db, runIds: readonly string[]): Promise<void> {
	for (const runId of runIds) {
		const isUntold = and(eq(llmUsageLogs.state, "started"), isNull(llmUsageLogs.cancelRequestedAt));
		await db
			.update(llmUsageLogs)
			.set({ cancelRequestedAt: new Date() })
			.where(and(eq(llmUsageLogs.id, runId), isUntold));
	}
}
