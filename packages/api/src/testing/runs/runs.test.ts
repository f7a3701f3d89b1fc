import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { desc, eq, inArray, isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import { ask, createLab, follow, type Lab } from "../fixtures.ts";
import { indexWords } from "./index-words.ts";
import type { RunsFilter } from "./schema.ts";

const { auditEvents, llmUsageLogs, testRunImages, testRuns } = schema;
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

let lab: Lab;
let person: UserActor;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
beforeEach(async () => {
	person = await lab.api.createUser("user");
});
afterEach(() => lab.sandbox.reset());

/** Makes a run of the person's and waits for its end. */
async function made(content: string, answer = "An answer", more: { modelId?: string; templateId?: string } = {}) {
	lab.sandbox.script({ text: answer });
	const { runId } = await lab.api.as(person).testing.start({ ...ask(content, more.modelId), ...more });
	await follow(lab.api, person, runId);
	return runId;
}
const list = (filter: Partial<RunsFilter> & { limit?: number; cursor?: string } = {}, actor = person) =>
	lab.api.as(actor).testing.runs.list({ who: "me", limit: 25, ...filter });
const found = async (filter: Partial<RunsFilter>, actor = person) =>
	(await list(filter, actor)).runs.map(({ runId }) => runId);
const exported = async (format: "csv" | "json", filter: Partial<RunsFilter> = {}, actor = person) => {
	let file = "";
	for await (const piece of await lab.api.as(actor).testing.runs.export({ who: "me", ...filter, format }))
		file += piece;
	return file;
};

describe("the list of runs", () => {
	it("pages through every run once, the newest first, with the database's own figures", async () => {
		const ids: string[] = [];
		for (const word of ["one", "two", "three", "four", "five"]) ids.unshift(await made(`Say ${word}`));
		// Started in the same millisecond: the id decides.
		await lab.api.db
			.update(llmUsageLogs)
			.set({ startedAt: new Date() })
			.where(inArray(llmUsageLogs.id, ids.slice(0, 3)));
		const first = await list({ limit: 2 });
		const second = await list({ limit: 2, cursor: first.nextCursor! });
		const third = await list({ limit: 2, cursor: second.nextCursor! });
		const all = [first, second, third].flatMap(({ runs }) => runs.map(({ runId }) => runId));
		expect(all.toSorted()).toEqual(ids.toSorted());
		expect(all.slice(3)).toEqual(ids.slice(3));
		expect([first.total, second.total, third.nextCursor]).toEqual([5, null, null]);
		const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, first.runs[0]!.runId));
		const { inputTokens, outputTokens, latencyMs, costState } = row!;
		expect(first.runs[0]).toMatchObject({ inputTokens, outputTokens, latencyMs, costState, answer: "An answer" });
		expect(Number(first.runs[0]!.costUsd)).toBe(Number(row!.costUsd));
	});

	it("finds words of prompt and answer, each from its beginning, whatever else the text holds", async () => {
		const whale = await made("Tell me of the\nwhale's song, it's \"blue\"", "Der Wal singt: 5 %_\\ 'schön'");
		const other = await made("Tell me of the owl", "x".repeat(3000));
		expect(await found({ words: "whale" })).toEqual([whale]);
		expect(await found({ words: "song schö" })).toEqual([whale]);
		expect(await found({ words: "TELL me" })).toEqual([other, whale]);
		expect(await found({ words: "whale owl" })).toEqual([]);
		for (const words of ["it's", "'", "\\", "a' | !b & (c", "<-> :*", "%"]) {
			expect(await found({ words })).toEqual(words === "it's" ? [whale] : []);
		}
	});

	it("uses the index, and a text too long for it is searched from its beginning", async () => {
		const words = Array.from({ length: 60_000 }, (_, index) => `word${index}`).join(" ");
		const runId = await made(`zebra ${words} yak`, "fine");
		expect(await found({ words: "zebra" })).toEqual([runId]);
		expect(await found({ words: "yak" })).toEqual([]);
		expect(await found({ words: "fine" })).toEqual([runId]);
		expect(await indexWords(lab.api.db)).toBe(0);
		expect(await lab.api.db.$count(testRuns, isNull(testRuns.words))).toBe(0);
	});

	it("filters by model, provider, state, cost, template and time, and by all together", async () => {
		const priced = await made("Hi", "a", { templateId: "logic-puzzle" });
		const unpriced = await made("Hi", "b", { modelId: "openai/unpriced" });
		lab.sandbox.script({ fail: "bad_request" });
		const { runId: failed } = await lab.api.as(person).testing.start(ask("Hi"));
		await follow(lab.api, person, failed);
		const day = 86_400_000;
		await lab.api.db
			.update(llmUsageLogs)
			.set({ startedAt: new Date(Date.now() - 3 * day) })
			.where(eq(llmUsageLogs.id, priced));
		const yesterday = new Date(Date.now() - day).toISOString();
		expect(await found({ modelId: "openai/unpriced" })).toEqual([unpriced]);
		expect(await found({ provider: "groq" })).toEqual([]);
		expect(await found({ status: "failed" })).toEqual([failed]);
		expect(await found({ costState: "unpriced" })).toEqual([unpriced]);
		expect(await found({ templateId: "logic-puzzle" })).toEqual([priced]);
		expect(await found({ since: yesterday })).toEqual([failed, unpriced]);
		expect(await found({ until: yesterday, provider: "openai", status: "success" })).toEqual([priced]);
		expect(await found({ suiteId: crypto.randomUUID() })).toEqual([]);
	});

	it("shows an admin that others' runs were made and what they cost, and not a word of them", async () => {
		const runId = await made("My secret plan", "A secret answer");
		const admin = await lab.api.createUser("admin");
		const { runs, total } = await list({ who: person.userId }, admin);
		expect(total).toBe(1);
		expect(runs[0]).toMatchObject({ runId, prompt: null, answer: null, isOwn: false, owner: { email: person.email } });
		expect(runs[0]!.costUsd).not.toBeNull();
		expect(await found({ who: "all" }, admin)).toContain(runId);
		await expect(list({ who: "all", words: "secret" }, admin)).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
		for (const format of ["csv", "json"] as const) {
			const file = await exported(format, { who: "all" }, admin);
			expect(file).toContain(runId);
			expect(file).not.toMatch(/secret/);
		}
		for (const who of ["all", admin.userId]) {
			await expect(list({ who })).rejects.toMatchObject({ code: "FORBIDDEN" });
			await expect(exported("csv", { who })).rejects.toMatchObject({ code: "FORBIDDEN" });
		}
		expect(await found({ words: "secret" }, admin)).toEqual([]);
	});

	it.each([
		["words beyond measure", { words: "a".repeat(201) }],
		["a day that is none", { since: "yesterday" }],
		["a provider nobody knows", { provider: "acme" as never }],
		["a field of its own", { userId: "x" } as never],
	])("refuses %s", async (_, filter) => {
		await expect(list(filter)).rejects.toMatchObject({ code: "BAD_REQUEST" });
	});
});

describe("deleting", () => {
	it("takes prompt, images and answer for good, and leaves the money", async () => {
		lab.sandbox.script({ text: "gone soon" });
		const image = { mediaType: "image/png" as const, base64: png };
		const { runId } = await lab.api.as(person).testing.start({
			...ask("Delete this"),
			messages: [{ role: "user", content: "Delete this", images: [image] }],
		});
		await follow(lab.api, person, runId);
		const [before] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId));
		const stats = await lab.api.as(person).testing.stats();
		const audits = await lab.api.db.$count(auditEvents);
		const deleted = await lab.api.as(person).testing.runs.delete({ runIds: [runId, runId] });
		expect(deleted).toEqual({ deleted: 1, keptCostUsd: stats.totalCostUsd });
		expect(await found({ words: "delete" })).toEqual([]);
		expect(await lab.api.db.$count(testRunImages, eq(testRunImages.runId, runId))).toBe(0);
		expect(await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId))).toEqual([before]);
		expect(await lab.api.as(person).testing.stats()).toEqual(stats);
		// What people do with their own texts is nobody's business.
		expect(await lab.api.db.$count(auditEvents)).toBe(audits);
	});

	it("is all or nothing, and waits for none that runs", async () => {
		const mine = await made("Mine");
		const hold = createHold();
		lab.sandbox.script({ text: "slow", hold, holdAfterChunks: 1 });
		const { runId: running } = await lab.api.as(person).testing.start(ask("Slow"));
		const remove = (runIds: string[], actor = person) => lab.api.as(actor).testing.runs.delete({ runIds });
		await expect(remove([mine, running])).rejects.toMatchObject({ code: "CONFLICT" });
		await expect(remove([mine, "nobody's"])).rejects.toMatchObject({ code: "NOT_FOUND" });
		await expect(remove([mine], lab.user)).rejects.toMatchObject({ code: "NOT_FOUND" });
		await expect(remove([])).rejects.toMatchObject({ code: "BAD_REQUEST" });
		expect(await found({})).toEqual([running, mine]);
		hold.release();
		await follow(lab.api, person, running);
		expect(await remove([mine, running])).toMatchObject({ deleted: 2 });
	});

	it("of somebody else's is an admin's alone, and stands in the audit without a word of it", async () => {
		const runId = await made("A private matter");
		const admin = await lab.api.createUser("admin");
		await lab.api.as(admin).testing.runs.delete({ runIds: [runId] });
		const [event] = await lab.api.db.select().from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1);
		const target = { targetType: "user", targetId: person.userId, targetName: person.email };
		expect(event).toMatchObject({ action: "testing.runs.delete", actorId: admin.userId, ...target });
		expect(event!.before).toEqual({ runIds: [runId] });
		expect(JSON.stringify(event)).not.toMatch(/private/);
	});
});

describe("the export", () => {
	it("holds exactly what the filter shows, as JSON that says how many", async () => {
		const ids = [await made("First owl", "a"), await made("Second owl", "b")];
		await made("A fox");
		const file = JSON.parse(await exported("json", { words: "owl" }));
		expect(file.count).toBe(2);
		expect(file.tests.map((test: { run_id: string }) => test.run_id)).toEqual(ids.toReversed());
		const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, ids[1]!));
		expect(file.tests[0]).toMatchObject({
			response: "b",
			messages: [{ role: "user", content: "Second owl" }],
			input_tokens: row!.inputTokens,
			latency_ms: row!.latencyMs,
		});
		expect(Number(file.tests[0].cost_usd)).toBe(Number(row!.costUsd));
		expect(JSON.parse(await exported("json", { words: "nothing" }))).toEqual({ tests: [], count: 0 });
	});

	it("is CSV of a line a run, in which nothing is run as a formula", async () => {
		await made("Sum, please", '=HYPERLINK("http://evil.example.com")\nand "more"');
		const file = await exported("csv");
		expect(file).toContain(`"'=HYPERLINK(""http://evil.example.com"")\nand ""more"""`);
		expect(file.split("\r\n")).toHaveLength(3);
		expect(file.split("\r\n")[0]).toMatch(/^"run_id","group_id","user","created_at"/);
	});

	it("goes over as many pages as there are", async () => {
		const [seed] = [await made("Many")];
		const [log] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, seed));
		const [test] = await lab.api.db.select().from(testRuns).where(eq(testRuns.id, seed));
		const ids = Array.from({ length: 450 }, (_, index) => `${seed}-${index}`);
		await lab.api.db.insert(llmUsageLogs).values(ids.map((id) => ({ ...log!, id })));
		await lab.api.db.insert(testRuns).values(ids.map((id) => ({ ...test!, id })));
		const file = JSON.parse(await exported("json"));
		expect(new Set(file.tests.map((entry: { run_id: string }) => entry.run_id)).size).toBe(451);
		expect([file.count, (await list()).total]).toEqual([451, 451]);
	});
});
