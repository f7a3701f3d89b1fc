import { type Db, schema } from "@llm-hub/db";
import type { Price, ProviderType } from "@llm-hub/providers";
import { and, eq, lt, sql } from "drizzle-orm";
import type { Services } from "../services.ts";
import { chatRequestOf } from "./chat-request.ts";
import type { Parameters } from "./request-schema.ts";
import type { KeptMessage } from "./schema.ts";
import { settleRun } from "./settle-run.ts";

const { llmUsageLogs, testRuns } = schema;

/** Five missed heartbeats and some patience for a slow database. */
const silentSeconds = 30;

/**
 * Ends the runs whose process is gone (kill -9, power) as failed, with the text that was kept and a cost estimated from
 * it: the provider may have billed them.
 * @param everyRun at the start on an embedded database, where no other process can own a run
 * @returns how many were ended.
 */
export async function closeOrphans(db: Db, services: Services, { everyRun = false } = {}): Promise<number> {
	const silent = lt(llmUsageLogs.heartbeatAt, sql`now() - make_interval(secs => ${silentSeconds})`);
	const orphans = await db
		.select({
			id: llmUsageLogs.id,
			modelId: llmUsageLogs.modelId,
			provider: llmUsageLogs.providerType,
			price: llmUsageLogs.price,
			keySource: llmUsageLogs.keySource,
			messages: testRuns.messages,
			parameters: testRuns.parameters,
			text: testRuns.response,
			reasoning: testRuns.reasoning,
		})
		.from(llmUsageLogs)
		.innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.where(and(eq(llmUsageLogs.state, "started"), everyRun ? undefined : silent));
	let closed = 0;
	for (const { keySource, provider, price, messages, parameters, modelId, ...orphan } of orphans) {
		if (services.runs.get(orphan.id)) continue;
		const message = "The server stopped while this run was going on. What had come by then was kept.";
		const ended = await settleRun(db, {
			...orphan,
			provider: provider as ProviderType,
			price: price as Price | null,
			isFree: keySource === "sandbox",
			mayBeBilled: true,
			asked: chatRequestOf(modelId.slice(provider.length + 1), messages as KeptMessage[], parameters as Parameters),
			toolCalls: [],
			usage: null,
			end: { state: "failed", failure: { reason: "unknown", message, retryable: true } },
			ttftMs: null,
			latencyMs: null,
		});
		if (ended) closed++;
	}
	if (closed > 0) services.log.warn({ closed }, "orphaned runs closed as failed");
	return closed;
}
