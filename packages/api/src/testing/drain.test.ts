import { schema } from "@llm-hub/db";
import { createHold, createSandbox, type Sandbox } from "@llm-hub/sandbox";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../context.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { ask, follow, testPrice, textOf, userContext } from "./fixtures.ts";
import { followRun } from "./follow-run.ts";
import { createRunRegistry } from "./run-registry.ts";

const { llmModels, llmUsageLogs } = schema;
const billing = ["groq", "google", "mistral"] as const;

let sandbox: Sandbox;
let api: TestApi;
let user: UserActor;
beforeAll(async () => {
	sandbox = await createSandbox({ tokensPerSecond: 0 });
	const at = (provider: (typeof billing)[number]) => ({
		[provider]: { apiKey: `sk-test-${provider}-environment`, baseUrl: sandbox.baseUrl(provider) },
	});
	api = await createTestApi({ environmentProviders: Object.assign({}, ...billing.map(at)) });
	await api.db.insert(llmModels).values(
		billing.map((providerType) => ({
			id: `${providerType}/drained`,
			providerType,
			upstreamId: "drained",
			displayName: "drained",
			capabilities: ["chat"],
			price: testPrice,
			priceState: "priced" as const,
		})),
	);
	user = await api.createUser("admin");
});
afterAll(async () => {
	await api.close();
	await sandbox.close();
});

const usage = { inputTokens: 1_000, outputTokens: 500 };
const rowOf = async (runId: string) => (await api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId)))[0]!;

/** A run whose provider holds in the middle of its answer. */
async function begin(provider: (typeof billing)[number], behaviour = {}, server = api) {
	const hold = createHold();
	sandbox.script({ provider, text: "one two three four", hold, holdAfterChunks: 2, usage, ...behaviour });
	const { runId } = await server.as(user).testing.start(ask("Cancel me", `${provider}/drained`));
	const call = await sandbox.waitFor(({ kind, chunksSent, finished, abortedAt }) =>
		Boolean(kind === "chat" && chunksSent >= 2 && !finished && abortedAt === null),
	);
	return { runId, hold, call };
}

it.each(billing)("reads %s on after a cancel, and books what the provider counted", async (provider) => {
	const { runId, hold, call } = await begin(provider);
	const followed = follow(api, user, runId);
	const textSoFar = () => api.services.runs.get(runId)?.text;
	// Both chunks are here: none comes between the look and the cancel.
	await expect.poll(textSoFar).toContain("two");
	const seen = textSoFar();
	expect(await api.as(user).testing.cancel({ runId })).toEqual({ cancelled: true });
	expect((await rowOf(runId)).state).toBe("started");
	hold.release();
	const events = await followed;
	expect(events.filter(({ event }) => event.type === "stopping")).toHaveLength(1);
	expect(textOf(events)).toBe(seen);
	expect(events.at(-1)?.event).toMatchObject({ type: "cancelled", costState: "computed", costUsd: "0.006", ...usage });
	expect(await rowOf(runId)).toMatchObject({ state: "cancelled", usageSource: "provider", ...usage });
	expect(sandbox.calls.find(({ id }) => id === call.id)).toMatchObject({ abortedAt: null });
	expect(await api.db.$count(schema.ledgerEntries, eq(schema.ledgerEntries.state, "held"))).toBe(0);
});

it("is told as stopped to whoever comes back, on any server, until its count is there", async () => {
	const { runId, hold } = await begin("groq");
	const before = await api.as(user).testing.byId({ runId });
	expect([before.status, before.isStopping]).toEqual(["started", false]);
	await api.as(user).testing.cancel({ runId });

	const elsewhere = api.secondServer();
	for (const server of [api, elsewhere]) {
		const seen: string[] = [];
		for await (const { event } of followRun(userContext(server, user), { runId })) {
			// How much of the text each has by now is not what is asked here.
			if (event.type !== "delta") seen.push(event.type);
			if (event.type === "stopping") break;
		}
		expect(seen).toEqual(["started", "stopping"]);
	}
	for (const run of [
		await elsewhere.as(user).testing.byId({ runId }),
		(await elsewhere.as(user).testing.runs.list()).runs.find((listed) => listed.runId === runId),
		(await elsewhere.as(user).testing.history({ limit: 1 })).tests[0],
	]) {
		expect(run).toMatchObject({ runId, status: "started", isStopping: true });
	}
	hold.release();
	const told = (await follow(api, user, runId)).map(({ event }) => event.type);
	expect(told.at(-1)).toBe("cancelled");
	expect(await api.as(user).testing.byId({ runId })).toMatchObject({ status: "cancelled", isStopping: false });
	await elsewhere.close();
});

it("says of one that its cost cap cut, in its row as well, that it was stopped", async () => {
	const { runId, hold } = await begin("groq");
	api.services.runs.get(runId)?.cut();
	const isStopping = async () => (await api.as(user).testing.byId({ runId })).isStopping;
	await expect.poll(isStopping).toBe(true);
	hold.release();
	expect((await follow(api, user, runId)).at(-1)?.event).toMatchObject({ finishReason: "cost_cap" });
});

it("estimates where reading on gave no count, and counts what nobody was shown", async () => {
	const { runId, hold } = await begin("groq", { noUsage: true, text: "one ".repeat(60) });
	await api.as(user).testing.cancel({ runId });
	hold.release();
	const end = (await follow(api, user, runId)).at(-1)?.event;
	expect(end).toMatchObject({ type: "cancelled", costState: "estimated" });
	expect((await rowOf(runId)).outputTokens).toBeGreaterThan(50);
});

it("ends with the grace of a shutdown", async () => {
	const server = api.secondServer();
	const { runId, call } = await begin("mistral", {}, server);
	await server.as(user).testing.cancel({ runId });
	await server.close();
	await sandbox.waitFor(({ id, abortedAt }) => id === call.id && abortedAt !== null);
	expect(await rowOf(runId)).toMatchObject({ state: "cancelled", usageSource: "estimate", costState: "estimated" });
});

it.each([
	["for longer", { ms: 1, characters: 1_000_000 }, {}],
	[
		"for more",
		{ ms: 600_000, characters: 5 },
		{ hold: undefined, holdAfterChunks: undefined, tokensPerSecond: 50, text: "one two ".repeat(200) },
	],
])("reads no answer on %s than its limit", async (_, drain, behaviour) => {
	const server = api.secondServer();
	await server.services.runs.close();
	server.services.runs = createRunRegistry({ db: api.db, log: server.services.log, drain });
	const { runId, call } = await begin("groq", behaviour, server);
	await server.as(user).testing.cancel({ runId });
	await sandbox.waitFor(({ id, abortedAt }) => id === call.id && abortedAt !== null);
	await expect.poll(async () => rowOf(runId)).toMatchObject({ state: "cancelled", costState: "estimated" });
	await server.close();
});

it("begins no further attempt for what was cancelled", async () => {
	const hold = createHold();
	sandbox.script({ provider: "groq", fail: "overloaded", hold });
	const { runId } = await api.as(user).testing.start(ask("Cancel me", "groq/drained"));
	await hold.reached;
	const calls = sandbox.calls.length;
	await api.as(user).testing.cancel({ runId });
	hold.release();
	// It was refused, which nobody bills.
	const end = { type: "cancelled", costUsd: null, costState: null };
	expect((await follow(api, user, runId)).at(-1)?.event).toMatchObject(end);
	expect(sandbox.calls).toHaveLength(calls);
});

it.each(billing)("books nothing for what was cancelled while it waited for another attempt at %s", async (provider) => {
	sandbox.script({ provider, fail: "rate_limited", retryAfterMs: 4_000 });
	const before = sandbox.calls.length;
	const { runId } = await api.as(user).testing.start(ask("Cancel me", `${provider}/drained`));
	await sandbox.waitFor(({ finished }) => finished && sandbox.calls.length > before);
	await expect.poll(() => api.services.runs.get(runId)?.isSent).toBe(false);
	await api.as(user).testing.cancel({ runId });
	const end = { type: "cancelled", inputTokens: null, costUsd: null, costState: null };
	expect((await follow(api, user, runId)).at(-1)?.event).toMatchObject(end);
	expect(await rowOf(runId)).toMatchObject({ state: "cancelled", usageSource: "none" });
});
