import { schema } from "@llm-hub/db";
import { type Target, type TestStage, testConnection } from "@llm-hub/providers";
import { and, eq, sql } from "drizzle-orm";
import { listEndpointModels, replaceEndpointModels } from "../catalog/endpoint-models.ts";
import type { Deps, SavedKey } from "./saved-keys.ts";
import type { TestEvent, TestResult } from "./schema.ts";

/** What a test calls, and the saved key whose health it tells; null for one that is not saved. */
export interface TestPlan {
	target: Target;
	row: SavedKey | null;
}

/** Tests stage by stage. The result is kept on the saved key, also when it is bad; a test that was given up is not. */
export async function* runTest(
	deps: Deps,
	{ target, row }: TestPlan,
	signal: AbortSignal | undefined,
): AsyncGenerator<TestEvent> {
	const stages: TestStage[] = [];
	for await (const stage of testConnection(target, { signal })) {
		stages.push(stage);
		yield { type: "stage", ...stage };
	}
	const result = resultOf(stages);
	if (row && result.error?.reason !== "cancelled") await keepResult(deps, target, row, result, signal);
	yield { type: "result", ...result };
}

/** The result of a test, once it is over. */
export async function resultOfTest(events: AsyncIterable<TestEvent>): Promise<TestResult> {
	for await (const event of events) if (event.type === "result") return event;
	throw new Error("A test ended without a result.");
}

function resultOf(stages: TestStage[]): TestResult {
	const last = stages.at(-1);
	return {
		success: last?.stage === "list" && last.ok,
		latencyMs: stages.reduce((sum, { latencyMs }) => sum + latencyMs, 0),
		modelsFound: last?.modelsFound ?? null,
		error: last?.failure ?? null,
		stages,
	};
}

async function keepResult(
	{ db, services }: Deps,
	target: Target,
	row: SavedKey,
	result: TestResult,
	signal: AbortSignal | undefined,
): Promise<void> {
	const isCustom = row.providerType === "custom";
	const models = isCustom && result.success ? await listEndpointModels(target, signal) : null;
	if (isCustom && result.success && !models) {
		services.log.warn({ providerId: row.id }, "the models of a custom endpoint could not be listed after its test");
	}
	const { llmProviders } = schema;
	await db.transaction(async (tx) => {
		// The key may have been replaced or deleted meanwhile: then the result says nothing of the row.
		const tested = await tx
			.update(llmProviders)
			.set({
				healthStatus: result.success ? "healthy" : "unhealthy",
				testStatus: result.success ? "success" : "failed",
				lastTestedAt: new Date(),
				lastTest: result,
			})
			.where(
				and(
					eq(llmProviders.id, row.id),
					sql`${llmProviders.encryptedSecret} is not distinct from ${row.encryptedSecret}`,
					sql`${llmProviders.baseUrl} is not distinct from ${row.baseUrl}`,
				),
			)
			.returning({ slug: llmProviders.slug });
		if (models && tested[0]) await replaceEndpointModels(tx, tested[0].slug, models);
	});
}
