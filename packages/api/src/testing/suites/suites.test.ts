import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createLab, type Lab } from "../fixtures.ts";
import { carryOnSuites } from "./carry-on.ts";
import { chatCalls, followed, suiteOf } from "./fixtures.ts";

const { labSuiteCells, labSuites, llmModels, llmUsageLogs, testRuns } = schema;

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

const suites = (actor = lab.user, api = lab.api) => api.as(actor).testing.suites;
const toEnd = async (suiteId: string, actor = lab.user) => {
	await followed(lab.api, actor, suiteId);
	return suites(actor).byId({ suiteId });
};
const logsOf = (runIds: (string | null)[]) =>
	lab.api.db
		.select()
		.from(llmUsageLogs)
		.where(inArray(llmUsageLogs.id, runIds as string[]));

describe("a suite", () => {
	it("runs every template on every model, again and again, and says what the rows say", async () => {
		const right = { text: "So it is\nCleo" };
		lab.sandbox.script(Array.from({ length: 8 }, (_, i) => (i % 4 === 0 ? { text: "Nobody" } : right)));
		const input = suiteOf({
			templates: [{ templateId: "logic-puzzle" }, { templateId: "write-poem" }],
			modelIds: ["openai/priced", "openai/unpriced"],
			repeats: 2,
			concurrency: 1,
		});
		const made = await suites().create(input);
		expect(made).toMatchObject({ state: "running", cells: 8, isOwn: true, capUsd: null, stop: null });
		const events = await followed(lab.api, lab.user, input.suiteId, { lastEventId: made.lastEventId });
		expect(events.at(-1)?.event.progress).toMatchObject({ state: "done", states: { done: 8, pending: 0 } });
		expect(chatCalls(lab)).toHaveLength(8);
		const suite = await suites().byId({ suiteId: input.suiteId });
		expect(events.at(-1)?.event.matrix).toEqual(suite.matrix);
		const logs = await logsOf(suite.cellList.map(({ runId }) => runId));
		const priced = logs.filter(({ modelId }) => modelId === "openai/priced");
		const total = await lab.api.db.execute<{ usd: string; p50: number }>(sql`
			select sum(cost_usd)::text as usd, percentile_cont(0.5) within group (order by latency_ms)::float8 as p50
			from ${llmUsageLogs} where ${inArray(
				llmUsageLogs.id,
				priced.map(({ id }) => id),
			)}`);
		const [row, other] = suite.matrix.models;
		// Every first of four is wrong: of the puzzle's runs on this model, all; the poem has no check.
		expect(row).toMatchObject({ modelId: "openai/priced", cells: 4, judged: 2, passed: 0, unpriced: 0 });
		expect(Number(row?.costUsd)).toBe(Number(total[0]?.usd));
		expect(row?.latencyMs).toMatchObject({ n: 4, p50: total[0]?.p50 });
		expect(row?.costPerPassUsd).toBeNull();
		expect(other).toMatchObject({ judged: 2, passed: 2, unpriced: 4, costUsd: "0", costPerPassUsd: null });
		expect(other?.passRate).toMatchObject({ value: 1, low: expect.closeTo(0.3424, 4), high: 1 });
		expect(suite.matrix.cells.map(({ judged }) => judged)).toEqual([2, 2, 0, 0]);
		expect(suite.matrix.cells.at(-1)).toMatchObject({ templateIndex: 1, passRate: null });
	});

	it("starts once, however often it is sent, and keeps its verdicts when texts are deleted", async () => {
		lab.sandbox.script({ text: "Cleo", times: 2 });
		const input = suiteOf({ repeats: 2 });
		await Promise.all([1, 2, 3].map(() => suites().create(input)));
		const { cellList } = await toEnd(input.suiteId);
		expect(chatCalls(lab)).toHaveLength(2);
		await lab.api.db.delete(testRuns).where(eq(testRuns.id, cellList[0]!.runId!));
		const { matrix } = await suites().byId({ suiteId: input.suiteId });
		expect(matrix.models[0]).toMatchObject({ judged: 2, passed: 2 });
		expect(Number(matrix.models[0]?.costPerPassUsd)).toBe(Number(matrix.models[0]?.costUsd) / 2);
	});

	it("keeps prompts, variables and checks as they were, whatever becomes of the template", async () => {
		const templates = lab.api.as(lab.user).testing.templates;
		const own = { category: "own", prompt: "Say {{word}}.", checks: [{ kind: "contains" as const, value: "ho" }] };
		const { id } = await templates.create({ name: "Echo", ...own });
		const hold = createHold();
		lab.sandbox.script([{ text: "ho", hold }, { text: "ho" }]);
		const input = suiteOf({ templates: [{ templateId: id, variables: { word: "ho" } }], repeats: 2, concurrency: 1 });
		await suites().create(input);
		await hold.reached;
		await templates.update({ id, name: "Other", category: "own", prompt: "Other", checks: [] });
		hold.release();
		const suite = await toEnd(input.suiteId);
		expect(suite.templates).toMatchObject([{ name: "Echo", messages: [{ role: "user", content: "Say ho." }] }]);
		expect(suite.matrix.models[0]).toMatchObject({ judged: 2, passed: 2 });
		expect(JSON.stringify(chatCalls(lab)[1]?.body)).toContain("Say ho.");
	});

	it("goes on after its server died: a run that was cut has failed, what had not begun begins, and none begins twice", async () => {
		const hold = createHold();
		lab.sandbox.script([{ text: "Cleo", hold }, ...Array.from({ length: 4 }, () => ({ text: "Cleo" }))]);
		const input = suiteOf({ repeats: 4, concurrency: 1 });
		await suites().create(input);
		await hold.reached;
		// What a dead server leaves: a run without a heartbeat, and a cell that was taken and never begun.
		await lab.api.services.suites.close();
		const next = lab.api.secondServer();
		const { db } = next;
		const long = new Date(Date.now() - 120_000);
		const [cut, taken] = await db
			.select()
			.from(labSuiteCells)
			.where(eq(labSuiteCells.suiteId, input.suiteId))
			.orderBy(labSuiteCells.position);
		await db
			.update(labSuiteCells)
			.set({ state: "running", leasedUntil: long })
			.where(eq(labSuiteCells.runId, taken!.runId));
		await db
			.update(llmUsageLogs)
			.set({ state: "failed", failureReason: "unknown", failureMessage: "The server stopped.", endedAt: new Date() })
			.where(eq(llmUsageLogs.id, cut!.runId));
		await carryOnSuites(next);
		const suite = await toEnd(input.suiteId);
		hold.release();
		expect(suite).toMatchObject({ state: "done", states: { done: 3, failed: 1 } });
		expect(suite.cellList[0]).toMatchObject({ state: "failed", problem: "The server stopped." });
		expect(suite.cellList[1]?.runId).toBe(taken?.runId);
		expect(chatCalls(lab)).toHaveLength(4);
		await next.close();
		lab.api = await lab.api.restart();
	});

	it("is carried out by two servers at once, and runs no cell twice", async () => {
		const other = lab.api.secondServer();
		const input = suiteOf({ repeats: 10, concurrency: 4, modelIds: ["openai/priced", "openai/unpriced"] });
		await suites().create(input);
		await carryOnSuites(other);
		const suite = await toEnd(input.suiteId);
		await other.services.suites.close();
		expect(suite).toMatchObject({ state: "done", states: { done: 20, failed: 0 } });
		expect(chatCalls(lab)).toHaveLength(20);
	});

	it("runs failed cells again only when a person asks, and counts what the first ones cost", async () => {
		lab.sandbox.script([{ text: "a b c", fail: "overloaded", afterChunks: 2 }, { text: "Cleo" }, { text: "Cleo" }]);
		const input = suiteOf({ repeats: 2, concurrency: 1 });
		await suites().create(input);
		const first = await toEnd(input.suiteId);
		expect(first).toMatchObject({ state: "done", states: { done: 1, failed: 1 } });
		const failed = first.cellList.find(({ state }) => state === "failed")!;
		expect(failed).toMatchObject({ passed: null, problem: expect.stringMatching(/\w/), retries: 0 });
		await suites().retryFailed({ suiteId: input.suiteId });
		const second = await toEnd(input.suiteId);
		expect(second).toMatchObject({ states: { done: 2, failed: 0 } });
		const cell = await suites().cell({ suiteId: input.suiteId, position: failed.position });
		expect(cell.runIds).toEqual([cell.runId, failed.runId]);
		const logs = await logsOf([
			...cell.runIds,
			second.cellList.find(({ position }) => position !== cell.position)!.runId,
		]);
		const paid = logs.reduce((sum, { costUsd }) => sum + Number(costUsd), 0);
		expect(Number(second.spentUsd)).toBeCloseTo(paid, 12);
		expect(Number(second.matrix.models[0]?.costUsd)).toBeCloseTo(paid, 12);
		expect(chatCalls(lab)).toHaveLength(3);
		await expect(suites().retryFailed({ suiteId: input.suiteId })).rejects.toMatchObject({ code: "CONFLICT" });
	});

	it("fails the cells of a model that was switched off, in words, and goes on with the others", async () => {
		const hold = createHold();
		lab.sandbox.script([
			{ text: "Cleo", hold },
			{ text: "Cleo", times: 5 },
		]);
		const input = suiteOf({ modelIds: ["openai/priced", "openai/unpriced"], repeats: 2, concurrency: 1 });
		await suites().create(input);
		await hold.reached;
		const unpriced = eq(llmModels.id, "openai/unpriced");
		await lab.api.db.update(llmModels).set({ enabled: false }).where(unpriced);
		hold.release();
		const suite = await toEnd(input.suiteId);
		await lab.api.db.update(llmModels).set({ enabled: true }).where(unpriced);
		expect(suite).toMatchObject({ state: "done", states: { done: 2, failed: 2 } });
		const refused = suite.cellList.filter(({ state }) => state === "failed");
		expect(refused.map(({ runId, problem }) => [runId, problem])).toEqual(
			Array(2).fill([null, expect.stringMatching(/openai\/unpriced is disabled/)]),
		);
		expect(chatCalls(lab)).toHaveLength(2);
	});

	it("is followed from any event on: each changed cell comes, and those before do not come again", async () => {
		const input = suiteOf({ repeats: 6, concurrency: 1 });
		await suites().create(input);
		const seen = await followed(lab.api, lab.user, input.suiteId);
		const [first, ...more] = seen;
		expect(first?.event.cells).toHaveLength(6);
		const last = new Map(seen.flatMap(({ event }) => event.cells.map((cell) => [cell.position, cell.state])));
		expect([...last.values()]).toEqual(Array(6).fill("done"));
		const rest = await followed(lab.api, lab.user, input.suiteId, { lastEventId: first!.id });
		const changedSince = new Set(more.flatMap(({ event }) => event.cells.map(({ position }) => position)));
		expect(new Set(rest.flatMap(({ event }) => event.cells.map(({ position }) => position)))).toEqual(changedSince);
		const nothing = await followed(lab.api, lab.user, input.suiteId, { lastEventId: seen.at(-1)!.id });
		expect(nothing.map(({ event }) => event.cells)).toEqual([[]]);
		await expect(followed(lab.api, lab.user, input.suiteId, { lastEventId: "x" })).rejects.toThrow(/not the id/);
	});
});

describe("what forbids a suite is said before anything is spent", () => {
	const priced = { modelIds: ["openai/priced"] };
	it.each([
		["an unknown template", { templates: [{ templateId: "none" }] }, /templates\.0\.templateId.*no such template/],
		["no model", { modelIds: [] }, /Pick a model/],
		["a disabled model", { modelIds: ["openai/priced", "openai/disabled"] }, /modelIds\.1.*disabled/],
		["an unknown model", { modelIds: ["openai/none"] }, /modelIds\.0.*no model/],
		["a provider without a key", { modelIds: ["mistral/x"] }, /modelIds\.0/],
		[
			"too many cells",
			{
				templates: Array(20).fill({ templateId: "write-poem" }),
				modelIds: ["openai/priced", "openai/unpriced", "mistral/a"],
				repeats: 20,
			},
			/modelIds\.2|repeats.*1200/,
		],
		["a cap of nothing", { ...priced, capUsd: "0" }, /above 0/],
		["a cap that no run fits under", { ...priced, capUsd: "0.0001" }, /capUsd.*single run may cost up to \$0\.008/],
		[
			"a cap on an unknown price",
			{ modelIds: ["openai/unpriced"], capUsd: "1" },
			/capUsd.*price of openai\/unpriced is unknown/,
		],
	])("%s", async (_, more, said) => {
		const input = suiteOf(more);
		const refusal = await suites()
			.create(input)
			.then(
				() => null,
				(error) => error,
			);
		const { message, cause } = refusal as Error & { cause?: { details?: { issues?: { path: string }[] } } };
		expect(`${cause?.details?.issues?.[0]?.path ?? ""} ${message}`).toMatch(said);
		expect(await lab.api.db.$count(labSuites, eq(labSuites.id, input.suiteId))).toBe(0);
		expect(lab.sandbox.calls).toEqual([]);
	});

	it("an empty variable, a model twice, and what a tier denies; all at once in the estimate", async () => {
		const { id } = await lab.api
			.as(lab.user)
			.testing.templates.create({ name: "V", category: "own", prompt: "Say {{word}} {{more}}" });
		const admin = lab.api.as(await lab.api.createUser("admin"));
		await admin.catalog.aliases.save({ name: "suite-fast", modelId: "openai/priced" });
		const {
			suiteId: _,
			name: __,
			...asked
		} = suiteOf({
			templates: [{ templateId: id, variables: { word: " ", more: "x" } }],
			modelIds: ["openai/priced", "suite-fast", "openai/unpriced", "openai/disabled"],
			repeats: 5,
		});
		const estimate = await suites().estimate(asked);
		expect(estimate.problems).toEqual([
			{ path: "templates.0.variables.word", message: "Fill in word." },
			{ path: "modelIds.1", message: expect.stringMatching(/openai\/priced is picked twice/) },
		]);
		expect(estimate).toMatchObject({ cells: 20, unpriced: 1 });
		const [one, , two, three] = estimate.models;
		expect(one).toMatchObject({ state: "estimated", refusal: null });
		// 5 times at most 1,000 tokens at $8 per million, and the prompt.
		expect(Number(one?.highUsd)).toBeGreaterThan(0.04);
		expect(Number(one?.highUsd)).toBeLessThan(0.041);
		expect([two?.highUsd, three?.refusal?.kind]).toEqual([null, "disabled"]);
		const templates = [{ templateId: id, variables: {} }];
		await expect(suites().create({ ...suiteOf(), ...asked, templates })).rejects.toMatchObject({
			cause: {
				details: {
					issues: [
						{ path: "modelIds.3" },
						{ path: "templates.0.variables.word", message: "Fill in word." },
						{ path: "templates.0.variables.more", message: "Fill in more." },
						{ path: "modelIds.1" },
					],
				},
			},
		});
		const trial = await lab.api.createUser("user", { tierCode: "trial" });
		const denied = await suites(trial).estimate({ ...asked, modelIds: ["openai/priced"] });
		expect(denied.models[0]?.refusal?.kind).toBe("not_allowed");
		expect(lab.sandbox.calls).toEqual([]);
	});
});

it("a model that no database can name is refused in words, and is no failure in the log", async () => {
	const { suiteId: _, name: __, ...asked } = suiteOf({ modelIds: ["nul \u0000"] });
	const { models } = await lab.api.as(lab.user).testing.suites.estimate(asked);
	expect(models[0]?.refusal?.message).toMatch(/NUL/);
	expect(lab.api.logLines.filter((line) => line.includes("not started"))).toEqual([]);
});

describe("who sees a suite", () => {
	it("its owner and admins; nobody else may see, follow or steer it", async () => {
		const input = suiteOf();
		await suites().create(input);
		await toEnd(input.suiteId);
		const { suiteId } = input;
		const [stranger, admin] = [await lab.api.createUser("user"), await lab.api.createUser("admin")];
		const notFound = { code: "NOT_FOUND" };
		await expect(suites(stranger).byId({ suiteId })).rejects.toMatchObject(notFound);
		await expect(suites(stranger).cell({ suiteId, position: 0 })).rejects.toMatchObject(notFound);
		await expect(suites(stranger).create(input)).rejects.toMatchObject(notFound);
		await expect(followed(lab.api, stranger, suiteId)).rejects.toThrow(/no such suite/);
		expect(await suites(admin).byId({ suiteId })).toMatchObject({ isOwn: false, owner: lab.user.name });
		for (const actor of [stranger, admin]) {
			const { cancel, resume, retryFailed, delete: remove } = suites(actor);
			for (const steer of [cancel, resume, retryFailed, remove]) {
				await expect(steer({ suiteId })).rejects.toMatchObject(notFound);
			}
		}
		expect((await suites(stranger).list()).total).toBe(0);
		await expect(suites(stranger).list({ everybody: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
		const all = await suites(admin).list({ everybody: true });
		expect(all.suites[0]).toMatchObject({ suiteId, state: "done", states: { done: 1 }, owner: lab.user.name });
		const own = await suites().list({ limit: 1 });
		expect(own.suites[0]).toMatchObject({ suiteId, isOwn: true, templates: 1, repeats: 1 });
		expect(await suites().delete({ suiteId })).toEqual({ suiteId });
		await expect(suites().byId({ suiteId })).rejects.toMatchObject(notFound);
	});
});
