import { type Db, readsOf, schema, writesOf } from "@llm-hub/db";
import { createHold, failureNames } from "@llm-hub/sandbox";
import { eq, getTableName, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, createLab, follow, type Lab, textOf, userContext } from "./fixtures.ts";
import { followRun } from "./follow-run.ts";

const { ledgerEntries, llmModels, llmUsageLogs, testRuns, usageCounters, users } = schema;
const growing = [ledgerEntries, llmModels, llmUsageLogs, testRuns, usageCounters, users];

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
	// Of tables that were counted while they have three rows the planner rightly reads all: it must not happen by chance.
	for (const table of growing) await lab.api.db.execute(sql`alter table ${table} set (autovacuum_enabled = false)`);
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

const rowOf = async (runId: string) => {
	const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId));
	return row!;
};
const run = async (content: string, modelId?: string) => {
	const { runId } = await lab.api.as(lab.user).testing.start(ask(content, modelId));
	return { runId, events: await follow(lab.api, lab.user, runId) };
};
const chatCalls = () => lab.sandbox.calls.filter((call) => call.kind === "chat");

describe("a run", () => {
	it("streams, ends as success and keeps what it cost with the formula", async () => {
		lab.sandbox.script({ text: "Hello there, friend.", usage: { inputTokens: 1000, outputTokens: 250 } });
		const { runId, events } = await run("Say hello");
		expect(events[0]?.event).toMatchObject({ type: "started", runId, modelId: "openai/priced" });
		expect(textOf(events)).toBe("Hello there, friend.");
		expect(events.at(-1)?.event).toMatchObject({
			type: "done",
			inputTokens: 1000,
			outputTokens: 250,
			totalTokens: 1250,
			costUsd: "0.004",
			costState: "computed",
			finishReason: "stop",
		});
		const shown = await lab.api.as(lab.user).testing.byId({ runId });
		expect(shown.costExplanation).toContain("1,000 input tokens × $2.00/1M = $0.002");
		expect(shown).toMatchObject({ status: "success", response: "Hello there, friend.", usageSource: "provider" });
		expect(shown.price).toEqual({ source: "seed", asOf: "2026-01-01" });
		const row = await rowOf(runId);
		expect(row).toMatchObject({ state: "success", providerType: "openai", keySource: "environment", door: "lab" });
		expect(row.usageRaw).toMatchObject({ prompt_tokens: 1000 });
		expect(shown.ttftMs).toBeLessThanOrEqual(shown.latencyMs ?? -1);
	});

	it("is committed before the provider is touched", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "later", hold });
		const { runId } = await lab.api.as(lab.user).testing.start(ask("hold"));
		await lab.sandbox.waitFor((call) => call.kind === "chat");
		expect(await rowOf(runId)).toMatchObject({ state: "started", costUsd: null });
		hold.release();
		expect((await follow(lab.api, lab.user, runId)).at(-1)?.event.type).toBe("done");
	});

	it("shows an unknown price as unknown and never as 0", async () => {
		const { events } = await run("Say hello", "openai/unpriced");
		expect(events.at(-1)?.event).toMatchObject({ type: "done", costUsd: null, costState: "unpriced" });
	});

	it("is estimated and says so when the provider gives no usage", async () => {
		lab.sandbox.script({ text: "some words without a count", noUsage: true });
		const { runId, events } = await run("Say hello");
		expect(events.at(-1)?.event).toMatchObject({ type: "done", costState: "estimated" });
		const shown = await lab.api.as(lab.user).testing.byId({ runId });
		expect(shown.usageSource).toBe("estimate");
		expect(shown.outputTokens).toBeGreaterThan(0);
	});

	it.each(failureNames.filter((name) => name !== "timeout"))(
		"that fails with %s says so and costs nothing",
		async (name) => {
			lab.sandbox.script({ fail: name, times: Number.POSITIVE_INFINITY, retryAfterMs: 1 });
			const { runId, events } = await run("Fail");
			expect(events.at(-1)?.event).toMatchObject({ type: "failed", reason: name, costUsd: null, costState: null });
			expect(await rowOf(runId)).toMatchObject({ state: "failed", failureReason: name, usageSource: "none" });
		},
	);

	it("that breaks in the middle keeps the text and an estimated cost", async () => {
		lab.sandbox.script({ text: "one two three four", afterChunks: 2, fail: "overloaded" });
		const { runId, events } = await run("Break");
		expect(events.at(-1)?.event).toMatchObject({ type: "failed", reason: "overloaded", costState: "estimated" });
		const shown = await lab.api.as(lab.user).testing.byId({ runId });
		expect(shown.response).toBe(textOf(events));
		expect(shown.response).not.toBe("");
	});

	it("that breaks by an error of ours fails, and the log has the cause", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "one two three", hold, holdAfterChunks: 1, tokensPerChunk: 1 });
		const { runId } = await lab.api.as(lab.user).testing.start(ask("Break on our side"));
		await lab.sandbox.waitFor(({ kind, chunksSent }) => kind === "chat" && chunksSent >= 1);
		lab.api.services.runs.get(runId)!.append = () => {
			throw new Error("A mistake in our own code.");
		};
		hold.release();
		const events = await follow(lab.api, lab.user, runId);
		expect(events.at(-1)?.event).toMatchObject({ type: "failed", reason: "unknown" });
		expect(JSON.stringify(events)).not.toContain("A mistake");
		const lines = lab.api.logLines.filter(
			(line) => line.includes(runId) && line.includes("A mistake in our own code."),
		);
		expect(lines).toHaveLength(1);
	});

	it("keeps characters that PostgreSQL cannot, as replacement characters", async () => {
		lab.sandbox.script({ text: "nul \u0000 in the answer" });
		const { runId, events } = await run("nul \u0000 and half a pair \ud83d in the prompt");
		expect(events.at(-1)?.event.type).toBe("done");
		const shown = await lab.api.as(lab.user).testing.byId({ runId });
		expect(shown.response).toBe("nul \ufffd in the answer");
		expect(shown.messages[0]?.content).toBe("nul \ufffd and half a pair \ufffd in the prompt");
	});

	it("begins whatever its template is said to be", async () => {
		const { testing } = lab.api.as(lab.user);
		for (const templateId of ["half a pair \ud83d", "nul \u0000"]) {
			const { runId } = await testing.start({ ...ask("Say it"), templateId });
			await follow(lab.api, lab.user, runId);
			expect((await testing.byId({ runId })).templateId).toBe(templateId.replace(/.$/, "\ufffd"));
		}
	});
});

describe("following", () => {
	it("resumes at every event with exactly the missing rest, without a second call", async () => {
		lab.sandbox.script({ reasoning: "let me think", text: "alpha beta gamma delta", tokensPerChunk: 1 });
		const { runId, events } = await run("Resume", "openai/priced");
		for (const [index, { id }] of events.entries()) {
			const rest = await follow(lab.api, lab.user, runId, id);
			expect(textOf(events.slice(0, index + 1)) + textOf(rest)).toBe("alpha beta gamma delta");
			if (index < events.length - 1) expect(rest.at(-1)?.event).toEqual(events.at(-1)?.event);
			else expect(rest).toEqual([]);
		}
		expect(chatCalls()).toHaveLength(1);
	});

	it("goes on when a follower leaves, and shows every follower the same", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "one two three", hold, holdAfterChunks: 1 });
		const { runId } = await lab.api.as(lab.user).testing.start(ask("Two tabs"));
		const leaving = new AbortController();
		const seen: string[] = [];
		for await (const { event } of followRun(userContext(lab.api, lab.user), { runId }, leaving.signal)) {
			seen.push(event.type);
			if (event.type === "delta") leaving.abort();
		}
		expect(seen).not.toContain("done");
		const stays = follow(lab.api, lab.user, runId);
		hold.release();
		const again = await follow(lab.api, lab.user, runId);
		expect(textOf(await stays)).toBe("one two three");
		expect(textOf(again)).toBe("one two three");
		expect(chatCalls()).toHaveLength(1);
	});

	it("works from another server, which can also stop the run", async () => {
		const other = lab.api.secondServer();
		const hold = createHold();
		lab.sandbox.script({ text: "one two three", hold, holdAfterChunks: 1 });
		const { runId } = await lab.api.as(lab.user).testing.start(ask("Two servers"));
		const followed = follow(other, lab.user, runId);
		await lab.sandbox.waitFor((call) => call.chunksSent >= 1);
		expect(await other.as(lab.user).testing.cancel({ runId })).toEqual({ cancelled: true });
		expect((await followed).at(-1)?.event.type).toBe("cancelled");
		await other.close();
	});

	it("ends with its session, while the run goes on", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "one two three", hold, holdAfterChunks: 1 });
		const caller = lab.api.as({ ...lab.user, sessionId: "tab" });
		const { runId } = await caller.testing.start(ask("Sign out elsewhere"));
		const stream = (await caller.testing.events({ runId })) as AsyncIterable<unknown>;
		const events = stream[Symbol.asyncIterator]();
		await events.next();
		const rest = (async () => {
			while (!(await events.next()).done);
		})();
		lab.api.services.sessionEvents.ended("tab");
		await expect(rest).rejects.toMatchObject({ code: "UNAUTHORIZED" });
		hold.release();
		expect((await follow(lab.api, lab.user, runId)).at(-1)?.event.type).toBe("done");
	});

	it("refuses an id that was never an event's", async () => {
		const { runId } = await run("Short");
		await expect(follow(lab.api, lab.user, runId, "no-cursor")).rejects.toThrow(/not the id of an event/);
	});
});

describe("cancelling", () => {
	it.each([
		["before the first token", 0, "estimated"],
		["in the middle", 2, "estimated"],
	])("%s closes the upstream and keeps the run with its cost", async (_, holdAfterChunks, costState) => {
		const hold = createHold();
		lab.sandbox.script({ text: "one two three four", hold, ...(holdAfterChunks ? { holdAfterChunks } : {}) });
		const { runId } = await lab.api.as(lab.user).testing.start(ask("Cancel me"));
		const call = await lab.sandbox.waitFor(({ kind, chunksSent }) => kind === "chat" && chunksSent >= holdAfterChunks);
		await lab.api.as(lab.user).testing.cancel({ runId });
		const events = await follow(lab.api, lab.user, runId);
		expect(events.at(-1)?.event).toMatchObject({ type: "cancelled", costState });
		await lab.sandbox.waitFor(({ id, abortedAt }) => id === call.id && abortedAt !== null);
		expect(await rowOf(runId)).toMatchObject({ state: "cancelled", usageSource: "estimate" });
		expect(await lab.api.as(lab.user).testing.cancel({ runId })).toEqual({ cancelled: false });
	});

	it("of a whole server settles every run", async () => {
		const server = lab.api.secondServer();
		lab.sandbox.script({ text: "one two", hold: createHold(), holdAfterChunks: 1, times: 5 });
		const starts = Array.from({ length: 5 }, () => server.as(lab.user).testing.start(ask("Shut down")));
		const runIds = (await Promise.all(starts)).map(({ runId }) => runId);
		await server.close();
		for (const runId of runIds) expect((await rowOf(runId)).state).toBe("cancelled");
		await expect(server.as(lab.user).testing.start(ask("Too late"))).rejects.toMatchObject({
			code: "SERVICE_UNAVAILABLE",
		});
	});
});

// Only a real PostgreSQL has lanes with plans of their own; see `plannedByKey` in packages/db.
if (process.env.TEST_DATABASE_URL) {
	it("finds each row by its key in the tables that grow, by plans made while they were small", async () => {
		await run("Plan this");
		const [reads, writes] = [readsOf(lab.api.db), writesOf(lab.api.db)];
		// The lane for writes has two connections: one transaction each reaches both.
		const scans = (await Promise.all([reads, writes, writes].map(scansOf))).flat();
		expect(scans.map(([table]) => table)).toEqual(expect.arrayContaining(growing.map(getTableName)));
		// The policy is small, and read as a whole for its fingerprint.
		const isPolicy = (table: string) => table === "tiers" || table === "tier_model_rules";
		expect(scans.filter(([table, isByKey]) => !isByKey && !isPolicy(table))).toEqual([]);
	});
}

/** A node of a plan, as EXPLAIN writes it. */
interface PlanNode {
	"Node Type": string;
	"Relation Name"?: string;
	"Index Cond"?: string;
	"Recheck Cond"?: string;
	Plans?: PlanNode[];
}

/** The tables that a connection's prepared statements read, each with whether it is read by a key. */
const scansOf = (db: Db) =>
	db.transaction(async (tx) => {
		const prepared = await tx.execute<{ name: string; count: number }>(
			sql`select name, cardinality(parameter_types) as count from pg_prepared_statements where statement ~ '(from|update) "'`,
		);
		const scansIn = (node: PlanNode): [table: string, isByKey: boolean][] => {
			const inner = (node.Plans ?? []).flatMap(scansIn);
			const table = node["Node Type"].endsWith("Scan") ? node["Relation Name"] : undefined;
			return table ? [[table, Boolean(node["Index Cond"] ?? node["Recheck Cond"])], ...inner] : inner;
		};
		const scans: [table: string, isByKey: boolean][] = [];
		for (const { name, count } of prepared) {
			const nulls = count > 0 ? `(${Array(count).fill("null").join(", ")})` : "";
			const explain = sql.raw(`explain (format json) execute "${name}"${nulls}`);
			const [row] = await tx.execute<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(explain);
			scans.push(...(row?.["QUERY PLAN"] ?? []).flatMap(({ Plan }) => scansIn(Plan)));
		}
		return scans;
	});
