import { schema } from "@llm-hub/db";
import { estimatedUsage, type Failure, normaliseUsage } from "@llm-hub/providers";
import { createHold } from "@llm-hub/sandbox";
import { count, eq, sum } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelFacts } from "../catalog/fixtures.ts";
import { writeModels } from "../catalog/write-models.ts";
import { closeOrphans } from "./close-orphans.ts";
import { ask, createLab, follow, type Lab, testPrice } from "./fixtures.ts";
import type { CallEnd } from "./live-run.ts";
import { isBilledUnanswered } from "./run-registry.ts";
import { type RunOutcome, settleRun } from "./settle-run.ts";

const { llmUsageLogs } = schema;

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

const rowOf = async (runId: string) => {
	const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId));
	return row!;
};

const success = { state: "success", finishReason: "stop", reportedModel: null, upstreamId: null } as const;
const cancelled = { state: "cancelled", finishReason: null } as const;
const failed = (failure: Pick<Failure, "reason" | "status" | "gaveUp">): CallEnd => ({
	state: "failed",
	failure: { message: "It failed.", retryable: true, ...failure },
});
const outcome = (id: string): RunOutcome => ({
	id,
	provider: "openai",
	price: testPrice,
	isFree: false,
	mayBeBilled: true,
	asked: { messages: [] },
	text: "",
	reasoning: "",
	toolCalls: [],
	usage: null,
	end: cancelled,
	ttftMs: null,
	latencyMs: null,
});

const chatUsage = { prompt_tokens: 10, completion_tokens: 5 };
const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

describe("settling", () => {
	it("ends a run once, however many try", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "held", hold });
		const { runId } = await lab.api.as(lab.user).testing.start(ask("Settle"));
		const settle = (latencyMs: number) => settleRun(lab.api.db, { ...outcome(runId), latencyMs });
		const settleAll = async () => {
			const wins = await Promise.all(Array.from({ length: 100 }, (_, index) => settle(index)));
			expect(wins.filter(Boolean)).toHaveLength(1);
			return rowOf(runId);
		};
		const settled = await settleAll().finally(hold.release);
		await follow(lab.api, lab.user, runId);
		expect(await rowOf(runId)).toEqual(settled);
	});
});

it.each([
	["a count that is no whole number", { ...chatUsage, prompt_tokens: 10.5 }],
	["a count beyond all counting", { ...chatUsage, prompt_tokens: 3_000_000_000 }],
	["a part beyond all counting", { ...chatUsage, completion_tokens_details: { reasoning_tokens: 1e20 } }],
	["a charge beyond all money", { ...chatUsage, is_byok: false, cost: 1e30 }],
	["a charge that no text can hold", { ...chatUsage, is_byok: false, cost: "1e999999999" }],
	["a usage nested beyond all reading", { ...chatUsage, deep: nested(100_000) }],
])("%s in a provider's usage keeps no run from ending", async (_name, raw) => {
	const hold = createHold();
	lab.sandbox.script({ text: "held", hold });
	const { runId } = await lab.api.as(lab.user).testing.start(ask("Count"));
	const usage = normaliseUsage("custom", raw);
	const settled = settleRun(lab.api.db, { ...outcome(runId), provider: "custom", text: "held", usage, end: success });
	expect(await settled.finally(hold.release)).toMatchObject({ state: "success", outputTokens: 5 });
	await follow(lab.api, lab.user, runId);
	expect(Number((await rowOf(runId)).costUsd)).toBeLessThan(1);
});

describe("thoughts", () => {
	it.each([
		["that were counted apart are of that number", success, "one two", 2, 2],
		["that were counted as none all the same are of an unknown number", success, "one two", 0, null],
		["that nobody counted are of an unknown number", success, "one two", null, null],
		["that never came and are said to be none are none", success, "", 0, 0],
		["that never came and are not spoken of are of an unknown number", success, "", null, null],
		["of white space alone are none", success, " \n", 0, 0],
		["of a run that was cut are of an unknown number, for they may be hidden", cancelled, "", 0, null],
		["of a run that was cut are of the number that came before", cancelled, "", 2, 2],
	])("%s", async (_name, end, reasoning, counted, kept) => {
		const hold = createHold();
		lab.sandbox.script({ text: "held", hold });
		const { runId } = await lab.api.as(lab.user).testing.start(ask("Think"));
		const usage = { ...estimatedUsage(10, 5), reasoningTokens: counted };
		const settle = settleRun(lab.api.db, { ...outcome(runId), reasoning, usage, end });
		expect(await settle.finally(hold.release)).not.toBeNull();
		const type = end === success ? "done" : "cancelled";
		const last = (await follow(lab.api, lab.user, runId)).at(-1)?.event;
		expect(last).toMatchObject({ type, outputTokens: 5, reasoningTokens: kept });
		expect((await lab.api.as(lab.user).testing.byId({ runId })).reasoningTokens).toBe(kept);
	});
});

it.each([
	["cohere", undefined, null],
	["google", undefined, null],
	["google", 3, 3],
	["openai", undefined, 0],
] as const)("what %s says of thoughts, %s, is kept and shown as %s", async (provider, reasoningTokens, kept) => {
	const server = lab.api.secondServer({
		environmentProviders: { [provider]: { apiKey: "sk-test-environment-key", baseUrl: lab.sandbox.baseUrl(provider) } },
	});
	const modelId = `${provider}/quiet`;
	await writeModels(lab.api.db, [modelFacts(modelId, { price: testPrice })]);
	lab.sandbox.script({ text: "Four.", usage: { inputTokens: 1000, outputTokens: 100, reasoningTokens } });
	const { runId } = await server.as(lab.user).testing.start(ask("Two and two?", modelId));
	const counted = { outputTokens: 100, reasoningTokens: kept, costUsd: "0.0028", costState: "computed" };
	expect((await follow(server, lab.user, runId)).at(-1)?.event).toMatchObject({ type: "done", ...counted });
	expect(await server.as(lab.user).testing.byId({ runId })).toMatchObject(counted);
	expect(await rowOf(runId)).toMatchObject({ reasoningTokens: kept, usageSource: "provider" });
	let file = "";
	const exported = await server.as(lab.user).testing.runs.export({ who: "me", format: "json", modelId });
	for await (const piece of exported) file += piece;
	const runs: { run_id: string; reasoning_tokens: number | null }[] = JSON.parse(file).tests;
	expect(runs.find((run) => run.run_id === runId)?.reasoning_tokens).toBe(kept);
	await server.close();
});

it("tells whoever followed a run the same cost, to the last decimal, as its history", async () => {
	const rates = { input: "0.123456789012", output: "0" };
	const modelId = "openai/many-decimals";
	const price = { ...testPrice, tiers: [{ aboveInputTokens: 0, rates }] };
	await writeModels(lab.api.db, [modelFacts(modelId, { price })]);
	lab.sandbox.script({ text: "ok", usage: { inputTokens: 7, outputTokens: 1 } });
	const { runId } = await lab.api.as(lab.user).testing.start(ask("Count", modelId));
	const told = (await follow(lab.api, lab.user, runId)).at(-1)?.event;
	// 7 × 0.000000123456789012 has eighteen.
	expect(told).toMatchObject({ type: "done", costUsd: "0.000000864198", costState: "computed" });
	expect((await lab.api.as(lab.user).testing.byId({ runId })).costUsd).toBe("0.000000864198");
});

it.each([
	[50_000, { inputTokens: 50_000, costUsd: "0.1", costState: "estimated" }, "estimate"],
	[0, { inputTokens: null, costUsd: null, costState: null }, "none"],
] as const)(
	"estimates the cost of an answer that broke off only where its prompt was counted: %s tokens",
	async (inputTokens, end, usageSource) => {
		const baseUrl = lab.sandbox.baseUrl("anthropic");
		const server = lab.api.secondServer({
			environmentProviders: { anthropic: { apiKey: "sk-test-environment-key", baseUrl } },
		});
		const modelId = "anthropic/broken-off";
		await writeModels(lab.api.db, [modelFacts(modelId, { price: testPrice })]);
		lab.sandbox.script({ cut: true, afterChunks: 0, usage: { inputTokens } });
		const { runId } = await server.as(lab.user).testing.start(ask("Break off", modelId));
		const told = (await follow(server, lab.user, runId)).at(-1)?.event;
		expect(told).toMatchObject({ type: "failed", ...end });
		expect(await rowOf(runId)).toMatchObject({ state: "failed", usageSource });
		await server.close();
	},
);

it.each<[string, CallEnd, boolean]>([
	["one that was cancelled", cancelled, true],
	["one that nobody waited for any longer", failed({ reason: "timeout", gaveUp: true }), true],
	["one that the provider said to have timed out, as its answer", failed({ reason: "timeout" }), false],
	["one that the provider gave up", failed({ reason: "timeout", status: 504 }), false],
	["one that was refused", failed({ reason: "overloaded", status: 529 }), false],
])("of calls without an answer, %s: billed %s", (_name, end, isBilled) => {
	expect(isBilledUnanswered(end)).toBe(isBilled);
});

describe("runs whose process is gone", () => {
	it("are closed as failed with their text and an estimate; living ones are left alone", async () => {
		const dead = lab.api.secondServer();
		const hold = createHold();
		lab.sandbox.script({ text: "one two three", hold, holdAfterChunks: 2 });
		const { runId } = await dead.as(lab.user).testing.start(ask("Killed"));
		await lab.sandbox.waitFor(({ chunksSent }) => chunksSent >= 2);
		expect(await closeOrphans(lab.api.db, lab.api.services)).toBe(0);
		expect(await closeOrphans(lab.api.db, lab.api.services, { everyRun: true })).toBe(1);
		expect(await rowOf(runId)).toMatchObject({ state: "failed", failureReason: "unknown", costState: "estimated" });
		expect((await rowOf(runId)).reasoningTokens).toBeNull();
		expect((await rowOf(runId)).failureMessage).toMatch(/server stopped/);
		expect(await closeOrphans(lab.api.db, lab.api.services, { everyRun: true })).toBe(0);
		hold.release();
		await dead.close();
		expect((await rowOf(runId)).state).toBe("failed");
	});

	it("are known by a heartbeat that stopped", async () => {
		const old = new Date(Date.now() - 120_000);
		const facts = { userId: lab.user.userId, door: "lab", modelId: "openai/priced", providerType: "openai" } as const;
		const row = { ...facts, id: "silent", keySource: "environment", state: "started", heartbeatAt: old } as const;
		await lab.api.db.insert(llmUsageLogs).values(row);
		await lab.api.db
			.insert(schema.testRuns)
			.values({ id: "silent", messages: ask("Hello").messages, parameters: {}, response: "kept" });
		expect(await closeOrphans(lab.api.db, lab.api.services)).toBe(1);
		const noPrice = "Unknown: no source named a price for the model when it ran";
		expect((await follow(lab.api, lab.user, "silent")).map(({ event }) => event)).toMatchObject([
			{ type: "started" },
			{ type: "delta", text: "kept" },
			{ type: "usage" },
			{ type: "failed", reason: "unknown", costState: "unpriced", costExplanation: [noPrice] },
		]);
	});
});

describe("totals", () => {
	it("are the sums of the rows, and say how many rows have no price", async () => {
		const spender = await lab.api.createUser("power_user");
		for (const [index, model] of ["openai/priced", "openai/unpriced", "openai/priced"].entries()) {
			lab.sandbox.script({ text: "ok", usage: { inputTokens: 1_000_000 + index, outputTokens: 3 } });
			const { runId } = await lab.api.as(spender).testing.start(ask("Total", model));
			await follow(lab.api, spender, runId);
		}
		const stats = await lab.api.as(spender).testing.stats();
		const [rows] = await lab.api.db
			.select({ n: count(), cost: sum(llmUsageLogs.costUsd) })
			.from(llmUsageLogs)
			.where(eq(llmUsageLogs.userId, spender.userId));
		expect(stats).toMatchObject({ totalTests: rows?.n, unpricedTests: 1, modelsTested: 2, totalTokens: 3_000_012 });
		expect(stats.totalCostUsd).toBe("4.000052");
		expect(Number(rows?.cost)).toBeCloseTo(4.000052, 12);
		const uncounted = await lab.api.createUser("user");
		const row = { userId: uncounted.userId, door: "lab", modelId: "openai/priced", providerType: "openai" } as const;
		const ended = { id: "uncounted", keySource: "environment", state: "success", outputTokens: 5 } as const;
		await lab.api.db.insert(llmUsageLogs).values({ ...row, ...ended });
		expect(await lab.api.as(uncounted).testing.stats()).toMatchObject({ totalTests: 1, totalTokens: 5 });
		const nobody = await lab.api.createUser("viewer");
		expect(await lab.api.as(nobody).testing.stats()).toMatchObject({
			totalTests: 0,
			totalCostUsd: "0",
			lastTestAt: null,
		});
	});
});
