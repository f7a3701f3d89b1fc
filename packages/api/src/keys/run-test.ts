import { type Target, type TestStage, testConnection } from "@llm-hub/providers";
import { keepTest, type TestContext, type TestPlan } from "./keep-test.ts";
import type { TestEvent, TestResult } from "./schema.ts";

/** Tests stage by stage. The result is kept on the saved key, also when it is bad; a test that was given up is not. */
export const runTest = (ctx: TestContext, plan: TestPlan, signal: AbortSignal | undefined): AsyncGenerator<TestEvent> =>
	testStages(plan.target, (result) => keepTest(ctx, plan, result, signal), signal);

/** Tests stage by stage; `keep` hears the result, or null when the test was given up. */
export async function* testStages(
	target: Target,
	keep: (result: TestResult | null) => Promise<void>,
	signal: AbortSignal | undefined,
): AsyncGenerator<TestEvent> {
	const stages: TestStage[] = [];
	let result: TestResult | null = null;
	try {
		for await (const stage of testConnection(target, { signal })) {
			stages.push(stage);
			yield { type: "stage", ...stage };
		}
		result = resultOf(stages);
	} finally {
		// Also for a caller who left between two stages: the key has been sent by then.
		await keep(result);
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
