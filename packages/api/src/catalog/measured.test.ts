import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApi, type TestApi } from "../test/harness.ts";

const { llmUsageLogs } = schema;

let api: TestApi;
beforeAll(async () => {
	api = await createTestApi();
});
afterAll(() => api.close());

describe("what our runs measured of models", () => {
	it("is everybody's of 30 days: percentiles of the successes, each with its number, in the order asked", async () => {
		const user = await api.createUser("user");
		const other = await api.createUser("user");
		const row = (id: string, more: Partial<typeof llmUsageLogs.$inferInsert>) => ({
			id: `measured-${id}`,
			userId: user.userId,
			door: "lab" as const,
			modelId: "openai/one",
			providerType: "openai",
			keySource: "environment" as const,
			state: "success" as const,
			...more,
		});
		const timed = (ttftMs: number) => ({ ttftMs, latencyMs: ttftMs + 1000, outputTokens: 100 });
		await api.db
			.insert(llmUsageLogs)
			.values([
				row("a", timed(100)),
				row("b", { ...timed(200), userId: other.userId, door: "gateway" }),
				row("c", timed(300)),
				row("failed", { ...timed(9_000), state: "failed" }),
				row("stopped", { ...timed(9_000), state: "cancelled" }),
				row("old", { ...timed(9_000), startedAt: new Date(Date.now() - 31 * 86_400_000) }),
				row("untimed", { modelId: "openai/untimed" }),
			]);
		const ids = ["openai/never", "openai/one", "openai/untimed"];
		const none = { ttftMs: null, latencyMs: null, tokensPerSecond: null };
		expect(await api.as(user).catalog.measured({ ids })).toEqual({
			days: 30,
			models: [
				{ modelId: "openai/never", runs: 0, successes: 0, ...none },
				{
					modelId: "openai/one",
					runs: 4,
					successes: 3,
					ttftMs: { n: 3, p50: 200, p95: 290 },
					latencyMs: { n: 3, p50: 1200, p95: 1290 },
					tokensPerSecond: { n: 3, p50: 100, p95: 100 },
				},
				{ modelId: "openai/untimed", runs: 1, successes: 1, ...none },
			],
		});
	});

	it("by day is the same, with the days on which nothing ran", async () => {
		const user = await api.createUser("user");
		const { days } = await api.as(user).catalog.measuredByDay({ id: "openai/one" });
		const today = new Date().toISOString().slice(0, 10);
		expect(days).toHaveLength(31);
		expect(days.at(-1)).toEqual({
			day: today,
			runs: 4,
			successes: 3,
			ttftMs: { n: 3, p50: 200, p95: 290 },
			latencyMs: { n: 3, p50: 1200, p95: 1290 },
		});
		expect(days[0]).toEqual({ day: expect.any(String), runs: 0, successes: 0, ttftMs: null, latencyMs: null });
		expect(days.reduce((sum, { runs }) => sum + runs, 0)).toBe(4);
	});

	it("is asked for one to six models", async () => {
		const user = await api.createUser("user");
		await expect(api.as(user).catalog.measured({ ids: [] })).rejects.toThrow("at least one model");
		const seven = Array.from({ length: 7 }, (_, index) => `openai/${index}`);
		await expect(api.as(user).catalog.measured({ ids: seven })).rejects.toThrow("At most six");
	});
});
