import { schema, type Tx } from "@llm-hub/db";
import { type Target, type TestStage, testConnection } from "@llm-hub/providers";
import { and, eq, sql } from "drizzle-orm";
import { listEndpointModels, replaceEndpointModels } from "../catalog/endpoint-models.ts";
import type { Context } from "../context.ts";
import { auditTest } from "./key-audit.ts";
import { untested } from "./key-versions.ts";
import type { SavedKey } from "./saved-keys.ts";
import type { TestEvent, TestResult } from "./schema.ts";
import { setAsideBy } from "./set-aside.ts";

/** What a test calls, and the saved key whose health it tells; null for one that is not saved. */
export interface TestPlan {
	target: Target;
	row: SavedKey | null;
}

/** Tests stage by stage. The result is kept on the saved key, also when it is bad; a test that was given up is not. */
export async function* runTest(
	ctx: Context,
	plan: TestPlan,
	signal: AbortSignal | undefined,
): AsyncGenerator<TestEvent> {
	const stages: TestStage[] = [];
	let result: TestResult | null = null;
	try {
		for await (const stage of testConnection(plan.target, { signal })) {
			stages.push(stage);
			yield { type: "stage", ...stage };
		}
		result = resultOf(stages);
	} finally {
		// Also for a caller who left between two stages: the key has been sent by then.
		await keepResult(ctx, plan, result, signal);
	}
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
	ctx: Context,
	plan: TestPlan,
	result: TestResult | null,
	signal: AbortSignal | undefined,
): Promise<void> {
	const { target, row } = plan;
	const isKept = result !== null && result.error?.reason !== "cancelled";
	const models = row?.providerType === "custom" && result?.success ? await listEndpointModels(target, signal) : null;
	if (row?.providerType === "custom" && result?.success && !models) {
		ctx.services.log.warn({ providerId: row.id }, "the models of a custom endpoint could not be listed after its test");
	}
	await ctx.db.transaction(async (tx) => {
		const slug = row && isKept ? await updateHealth(tx, row, result) : null;
		if (models && slug !== null) await replaceEndpointModels(tx, slug, models);
		await auditTest(tx, ctx, plan, result);
	});
}

/** The slug of the key that the result was written to; null when it was replaced or deleted meanwhile. */
async function updateHealth(tx: Tx, row: SavedKey, result: TestResult): Promise<string | null> {
	const { llmProviders } = schema;
	const now = new Date();
	const isRefused = result.error?.reason === "unauthorized";
	const [tested] = await tx
		.update(llmProviders)
		.set({
			...(result.success && untested),
			...(isRefused && result.error && row.setAsideAt === null && setAsideBy(result.error, now)),
			healthStatus: result.success ? "healthy" : "unhealthy",
			testStatus: result.success ? "success" : "failed",
			lastTestedAt: now,
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
	return tested?.slug ?? null;
}
