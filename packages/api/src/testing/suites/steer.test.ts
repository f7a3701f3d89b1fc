import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import { createLab, type Lab } from "../fixtures.ts";
import { chatCalls, followed, suiteOf } from "./fixtures.ts";

const { apiTokens, labDecisions, modelAliases, tierModelRules, tiers, users } = schema;

let lab: Lab;
let admin: UserActor;
beforeAll(async () => {
	lab = await createLab();
	admin = await lab.api.createUser("admin");
	await lab.api.db.insert(tiers).values({ code: "five", name: "Five", position: 98, testsPerMonth: 5 });
	await lab.api.db.insert(tierModelRules).values({ tierCode: "five", modelPattern: "*", allowed: true });
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

const suites = (actor: UserActor = lab.user, api = lab.api) => api.as(actor).testing.suites;
const toEnd = async (suiteId: string, actor = lab.user) => {
	await followed(lab.api, actor, suiteId);
	return suites(actor).byId({ suiteId });
};

describe("the cap of a suite", () => {
	it("holds what each run may cost at most, stops before it could be passed, and goes on under a higher one", async () => {
		// One run may cost $0.008 and its prompt; ten answers of 100 tokens cost $0.0008 each.
		const answer = { text: "word ".repeat(100), usage: { inputTokens: 100, outputTokens: 100 } };
		lab.sandbox.script(Array.from({ length: 10 }, () => answer));
		const input = suiteOf({ repeats: 10, capUsd: "0.012", concurrency: 4 });
		await suites().create(input);
		const events = await followed(lab.api, lab.user, input.suiteId);
		for (const { event } of events) {
			const { spentUsd, reservedUsd } = event.progress;
			expect(Number(spentUsd) + Number(reservedUsd)).toBeLessThanOrEqual(0.012);
		}
		const stopped = await suites().byId({ suiteId: input.suiteId });
		expect(stopped).toMatchObject({ state: "stopped", stop: { kind: "cap" }, reservedUsd: "0" });
		expect(stopped.stop?.message).toMatch(/may cost up to \$0\.008.* is left of the cap\. Raise the cap/);
		const { done, pending } = stopped.states;
		expect([done + pending, done > 1, pending > 1]).toEqual([10, true, true]);
		expect(chatCalls(lab)).toHaveLength(done);
		const below = suites().resume({ suiteId: input.suiteId, capUsd: stopped.spentUsd });
		await expect(below).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
		await suites().resume({ suiteId: input.suiteId, capUsd: "1" });
		expect(await toEnd(input.suiteId)).toMatchObject({ state: "done", capUsd: "1", states: { done: 10 } });
		expect(chatCalls(lab)).toHaveLength(10);
	});

	it("lets no run cost more than was held for it, whatever its provider sends", async () => {
		lab.sandbox.script({ text: "word ".repeat(1_000), tokensPerChunk: 1, chunkDelayMs: 5 });
		const short = { temperature: 0.7, maxTokens: 20, topP: 1 };
		const input = suiteOf({ capUsd: "0.01", parameters: short });
		await suites().create(input);
		const { cellList, spentUsd } = await toEnd(input.suiteId);
		expect(Number(spentUsd)).toBeGreaterThan(0);
		expect(Number(spentUsd)).toBeLessThan(0.001);
		expect(cellList[0]).toMatchObject({ state: "failed", problem: expect.stringMatching(/was cut/) });
	});
});

describe("a suite that cannot go on", () => {
	it("stops with the reason when a quota is used up, keeps the rest, and resumes", async () => {
		const poor = await lab.api.createUser("user", { tierCode: "five" });
		const input = suiteOf({ repeats: 8 });
		await suites(poor).create(input);
		const stopped = await toEnd(input.suiteId, poor);
		expect(stopped).toMatchObject({ state: "stopped", stop: { kind: "quota" }, states: { done: 5, pending: 3 } });
		expect(stopped.stop?.message).toMatch(/5/);
		await lab.api.db.update(users).set({ tierCode: "enterprise" }).where(eq(users.id, poor.userId));
		await suites(poor).resume({ suiteId: input.suiteId });
		expect(await toEnd(input.suiteId, poor)).toMatchObject({ state: "done", stop: null, states: { done: 8 } });
		expect(chatCalls(lab)).toHaveLength(8);
		await expect(suites(poor).resume({ suiteId: input.suiteId })).rejects.toMatchObject({ code: "CONFLICT" });
	});

	it("waits where the runs a minute are used up, and says until when", async () => {
		const slow = lab.api.secondServer({ runsPerMinute: 3 });
		const input = suiteOf({ repeats: 5 });
		await suites(lab.user, slow).create(input);
		const isWaiting = ({ progress }: { progress: { states: { done: number }; waitsUntil: Date | null } }) =>
			progress.states.done === 3 && progress.waitsUntil !== null;
		const last = (await followed(slow, lab.user, input.suiteId, { until: isWaiting })).at(-1)?.event.progress;
		expect(last).toMatchObject({ state: "running", states: { done: 3, pending: 2, failed: 0 } });
		expect(last!.waitsUntil!.getTime()).toBeGreaterThan(Date.now());
		await slow.services.suites.close();
		await suites().cancel({ suiteId: input.suiteId });
		expect(chatCalls(lab)).toHaveLength(3);
	});

	it("stops what is under way when it is cancelled, on any server, and can be resumed", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "one two three", hold, holdAfterChunks: 1 });
		const input = suiteOf({ repeats: 3, concurrency: 1 });
		await suites().create(input);
		await hold.reached;
		const other = lab.api.secondServer();
		await suites(lab.user, other).cancel({ suiteId: input.suiteId });
		const cancelled = await toEnd(input.suiteId);
		hold.release();
		expect(cancelled).toMatchObject({ state: "cancelled", states: { cancelled: 1, pending: 2 } });
		expect(cancelled.cellList[0]?.problem).toMatch(/stopped/);
		await suites().resume({ suiteId: input.suiteId });
		expect(await toEnd(input.suiteId)).toMatchObject({ state: "done", states: { done: 2, cancelled: 1 } });
		expect(chatCalls(lab)).toHaveLength(3);
		await other.close();
	});

	it("stops when its owner may no longer spend, and when the token that started it is revoked", async () => {
		const hold = createHold();
		lab.sandbox.script({ text: "one", hold });
		const user = await lab.api.createUser("user");
		const input = suiteOf({ repeats: 3, concurrency: 1 });
		await suites(user).create(input);
		await hold.reached;
		await lab.api.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, user.userId));
		hold.release();
		expect(await toEnd(input.suiteId, user)).toMatchObject({
			state: "stopped",
			stop: { kind: "owner", message: expect.stringMatching(/disabled/) },
			states: { done: 1, pending: 2 },
		});
		const made = await lab.api.as(lab.user).access.tokens.create({ name: "ci", scopes: ["lab:run"] });
		const { kind: _, sessionId: __, ...person } = lab.user;
		const token = {
			kind: "token" as const,
			tokenId: made.id,
			tokenName: "ci",
			scopes: ["lab:run" as const],
			...person,
		};
		await lab.api.db.update(apiTokens).set({ revokedAt: new Date() }).where(eq(apiTokens.id, made.id));
		const byToken = suiteOf();
		await lab.api.as(token).testing.suites.create(byToken);
		expect(await toEnd(byToken.suiteId)).toMatchObject({ state: "stopped", stop: { kind: "owner" } });
		await suites().resume({ suiteId: byToken.suiteId });
		expect(await toEnd(byToken.suiteId)).toMatchObject({ state: "done", states: { done: 1 } });
	});
});

describe("a decision", () => {
	const decided = async (more: object = {}) => {
		lab.sandbox.script({ text: "Cleo", times: 2 });
		const input = suiteOf({ repeats: 2, ...more });
		await suites().create(input);
		await toEnd(input.suiteId);
		return input.suiteId;
	};
	const modelId = "openai/priced";

	it("is kept with its figures, opens its suite to whoever reads it, and keeps it from being deleted", async () => {
		const suiteId = await decided();
		const reader = await lab.api.createUser("viewer");
		await expect(suites(reader).byId({ suiteId })).rejects.toMatchObject({ code: "NOT_FOUND" });
		const made = await suites().decide({ suiteId, modelId, kind: "recommend", note: "Right, and cheap." });
		expect(made).toMatchObject({ modelId, kind: "recommend", by: lab.user.name, suiteName: "Which one" });
		expect(made.figures).toMatchObject({ judged: 2, passed: 2 });
		expect((await suites(reader).decisions({ modelId }))[0]).toEqual(made);
		expect((await suites(reader).byId({ suiteId })).decisions).toEqual([made]);
		const [event] = (await lab.api.as(admin).audit.list({ limit: 1 })).events;
		expect(event).toMatchObject({ action: "testing.suites.decide", actor: { email: lab.user.email } });
		await expect(suites().delete({ suiteId })).rejects.toMatchObject({ code: "CONFLICT" });
	});

	it("is carried out in the catalog with it, or neither is kept", async () => {
		const suiteId = await decided();
		const catalog = lab.api.as(admin).catalog;
		const decide = (more: object) => suites(admin).decide({ suiteId, modelId, kind: "disable", ...more });
		await decide({ kind: "disable" });
		expect(await catalog.byId({ id: modelId })).toMatchObject({ enabled: false });
		await decide({ kind: "enable" });
		expect(await catalog.byId({ id: modelId })).toMatchObject({ enabled: true });
		await decide({ kind: "alias", alias: "House-Best" });
		expect((await catalog.aliases.list()).aliases).toMatchObject([{ name: "house-best", modelId }]);
		const kept = await lab.api.db.$count(labDecisions, eq(labDecisions.suiteId, suiteId));
		expect(kept).toBe(3);
		await expect(decide({ kind: "alias" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
		for (const alias of ["x", "a/b", "priced"]) {
			await expect(decide({ kind: "alias", alias })).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
		}
		await expect(decide({ modelId: "openai/unpriced" })).rejects.toMatchObject({ code: "NOT_FOUND" });
		await expect(suites().decide({ suiteId, modelId, kind: "disable" })).rejects.toMatchObject({ code: "FORBIDDEN" });
		const { kind: _, sessionId: __, ...person } = admin;
		const narrow = { kind: "token" as const, tokenId: "t", tokenName: "ci", scopes: ["lab:run" as const], ...person };
		const byToken = lab.api.as(narrow).testing.suites;
		await suites().decide({ suiteId, modelId, kind: "recommend" });
		await expect(byToken.decide({ suiteId, modelId, kind: "disable" })).rejects.toMatchObject({ code: "FORBIDDEN" });
		await expect(byToken.list({ everybody: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
		expect(await lab.api.db.$count(labDecisions, eq(labDecisions.suiteId, suiteId))).toBe(kept + 1);
		expect(await lab.api.db.$count(modelAliases)).toBe(1);
		const actions = (await lab.api.as(admin).audit.list({ limit: 7 })).events.map(({ action }) => action);
		expect(actions.filter((action) => action === "testing.suites.decide")).toHaveLength(4);
		expect(actions.filter((action) => action === "catalog.alias.save")).toHaveLength(1);
	});
});
