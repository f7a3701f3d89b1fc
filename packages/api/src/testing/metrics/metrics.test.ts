import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApi, type TestApi } from "../../test/harness.ts";

const { llmUsageLogs } = schema;

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => api.close());

describe("the metrics of one's runs", () => {
	it("are those of the rows: percentiles, counts, and what has no price apart", async () => {
		const user = await api.createUser("user");
		const row = (id: string, more: Partial<typeof llmUsageLogs.$inferInsert>) => ({
			id: `${user.userId}-${id}`,
			userId: user.userId,
			door: "lab" as const,
			modelId: "openai/priced",
			providerType: "openai",
			keySource: "environment" as const,
			state: "success" as const,
			...more,
		});
		const timed = (ttftMs: number) => ({ ttftMs, latencyMs: ttftMs + 1000, outputTokens: 100, costState: "computed" });
		await api.db
			.insert(llmUsageLogs)
			.values([
				row("a", { ...timed(100), costUsd: "0.001" }),
				row("b", { ...timed(200), costUsd: "0.002" }),
				row("c", { ...timed(300), costUsd: "0.004" }),
				row("d", { ...timed(9_000), state: "failed", costState: null }),
				row("e", { modelId: "openai/unpriced", costState: "unpriced" }),
			]);
		const metrics = await api.as(user).testing.metrics();
		expect(metrics[0]).toMatchObject({ modelId: "openai/priced", runs: 4, succeeded: 3, failed: 1 });
		expect(metrics[0]).toMatchObject({ ttftMs: { n: 3, p50: 200, p95: 290 }, latencyMs: { n: 3, p50: 1200 } });
		expect(metrics[0]).toMatchObject({ tokensPerSecond: { n: 3, p50: 100, p95: 100 } });
		expect(metrics[0]).toMatchObject({ costUsd: "0.007", priced: 3, unpriced: 0, medianCostUsd: "0.002" });
		expect(metrics[1]).toMatchObject({ ttftMs: null, costUsd: "0", priced: 0, unpriced: 1, medianCostUsd: null });
		const one = await api.as(user).testing.metrics({ modelIds: ["openai/unpriced"] });
		expect(one).toHaveLength(1);
		const nobody = await api.createUser("user");
		expect(await api.as(nobody).testing.metrics()).toEqual([]);
	});
});
