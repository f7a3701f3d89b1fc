import { schema } from "@llm-hub/db";
import { createHold } from "@llm-hub/sandbox";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../context.ts";
import { DomainError } from "../errors.ts";
import { closeOrphans } from "../testing/close-orphans.ts";
import { ask, createLab, follow, type Lab, userContext } from "../testing/fixtures.ts";
import { authorizeRun, loadCallerFacts } from "./authorize-run.ts";
import { countersFor, readQuotas } from "./quotas.ts";
import { reconcile } from "./reconcile.ts";
import { addTier, authorize } from "./test/ledger.ts";
import { usableModels } from "./usability.ts";

const { accessGrants, ledgerEntries, llmModels, llmUsageLogs, tierModelRules, usageCounters } = schema;

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
afterEach(() => lab.sandbox.reset());

const start = (user: UserActor, ...asked: Parameters<typeof ask>) => lab.api.as(user).testing.start(ask(...asked));
const errorOf = async (call: Promise<unknown>): Promise<DomainError> => {
	const error: unknown = await call.then(() => null).catch((refused: Error) => refused.cause);
	if (!(error instanceof DomainError)) throw new Error("was not refused by the domain", { cause: error });
	return error;
};
const usedBy = async (user: UserActor, at = new Date()) => {
	const { facts, verdict } = await authorize(lab.api, { userId: user.userId, tokenId: null });
	const quotas = await readQuotas(lab.api.db, countersFor(facts, verdict, at));
	return quotas.map(({ used }) => used);
};
const userIn = async (...tier: Parameters<typeof addTier> extends [unknown, ...infer Rest] ? Rest : never) =>
	lab.api.createUser("user", { tierCode: await addTier(lab.api, ...tier) });
const chatCalls = () => lab.sandbox.calls.filter(({ kind }) => kind === "chat");

describe("starting a run", () => {
	it("that the tier denies says which tier allows it, by which rule, and leaves no trace", async () => {
		const trial = await lab.api.createUser("user", { tierCode: "trial" });
		const error = await errorOf(start(trial, "Hi"));
		expect(error.code).toBe("FORBIDDEN");
		expect(error.message).toBe("Tier Trial does not include openai/priced: rule * denies it.");
		expect(error.details).toMatchObject({ tierRequired: "professional", currentTier: "trial", rule: "*" });
		expect(error.details.trace).toMatchObject({
			verdict: "denied",
			rule: { tierCode: "trial", modelPattern: "*", allowed: false },
			changes: [{ kind: "tier", tierCode: "professional" }, { kind: "ask" }],
		});
		expect(await lab.api.db.$count(llmUsageLogs, eq(llmUsageLogs.userId, trial.userId))).toBe(0);
		expect(chatCalls()).toEqual([]);
	});

	it("reaches the provider exactly 10 times when 200 start on two servers with 10 left", async () => {
		const user = await userIn("ten", { testsPerMonth: 10 });
		const other = lab.api.secondServer();
		const starts = Array.from({ length: 200 }, (_, i) => {
			const call = (i % 2 ? lab.api : other).as(user).testing.start(ask("Now"));
			return call.then(
				({ runId }) => runId,
				(error: Error) => error,
			);
		});
		const outcomes = await Promise.all(starts);
		const started = outcomes.filter((outcome) => typeof outcome === "string");
		for (const outcome of outcomes)
			if (typeof outcome !== "string") expect(outcome).toMatchObject({ code: "TOO_MANY_REQUESTS" });
		for (const runId of started) await follow(lab.api, user, runId);
		expect(started).toHaveLength(10);
		expect(chatCalls()).toHaveLength(10);
		expect(await lab.api.db.$count(llmUsageLogs, eq(llmUsageLogs.userId, user.userId))).toBe(10);
		expect(await usedBy(user)).toEqual([10, 10]);
		await other.close();
	});

	it("counts what succeeded and what was cancelled, and gives back what failed", async () => {
		const user = await userIn("counting", { testsPerMonth: 100, budgetUsd: "5" });
		lab.sandbox.script({ text: "ok", usage: { inputTokens: 1_000_000, outputTokens: 0 } });
		await follow(lab.api, user, (await start(user, "Hi")).runId);
		expect(await usedBy(user)).toEqual([1, "2", 1]);

		lab.sandbox.script({ fail: "bad_request" });
		await follow(lab.api, user, (await start(user, "Fail")).runId);
		expect(await usedBy(user)).toEqual([1, "2", 1]);

		lab.sandbox.script({ text: "later", hold: createHold() });
		const { runId } = await start(user, "Cancel");
		await lab.sandbox.waitFor(({ kind }) => kind === "chat");
		const [tests, spent] = await usedBy(user);
		expect(tests).toBe(2);
		// 1,000 tokens of answer at $8 per 1M are held, and the prompt's few.
		expect(Number(spent)).toBeCloseTo(2.008, 3);
		await lab.api.as(user).testing.cancel({ runId });
		await follow(lab.api, user, runId);
		expect((await usedBy(user))[0]).toBe(2);
		const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, runId));
		expect(Number((await usedBy(user))[1])).toBeCloseTo(2 + Number(row?.costUsd), 9);
	});

	it("is refused before a budget is passed, and not when nobody bills it", async () => {
		const user = await userIn("poor", { budgetUsd: "0.007" });
		const error = await errorOf(start(user, "Hi"));
		expect(error.details).toMatchObject({ rule: "tier_budget", limit: "0.007", used: "0" });
		expect(error.message).toMatch(/The budget of all of tier poor of \$0\.007 a month has \$0\.007 left/);
		expect(chatCalls()).toEqual([]);
	});

	it("counts the prompt and the longest answer against the rule's context", async () => {
		const user = await userIn("short");
		await lab.api.db
			.update(tierModelRules)
			.set({ maxContextLength: 1_020 })
			.where(eq(tierModelRules.tierCode, "short"));
		const error = await errorOf(start(user, "many words ".repeat(30)));
		expect(error.details).toMatchObject({ reason: "context_length", tierRequired: "professional" });
		await follow(lab.api, user, (await start(user, "few words")).runId);
	});

	it("judges a custom endpoint under its own name, whatever it was called by", async () => {
		await lab.api.db.insert(llmModels).values({
			id: "custom/sandbox/off",
			providerType: "custom",
			upstreamId: "off",
			displayName: "off",
			capabilities: [],
			enabled: false,
			priceState: "free",
		});
		const server = await lab.api.restart({ sandboxBaseUrl: lab.sandbox.baseUrl("custom") });
		const user = await userIn("named");
		const rule = { tierCode: "named", modelPattern: "custom/sandbox/*", allowed: false };
		expect(await server.as(user).testing.start(ask("Hi", "custom/echo"))).toHaveProperty("runId");
		const disabled = await errorOf(server.as(user).testing.start(ask("Hi", "custom/off")));
		expect(disabled.details).toEqual({ rule: "model_disabled" });
		await lab.api.db.insert(tierModelRules).values(rule);
		const denied = await errorOf(server.as(user).testing.start(ask("Hi", "custom/echo")));
		expect(denied.details).toMatchObject({ rule: "custom/sandbox/*" });
		await server.services.runs.close();
		lab = { ...lab, api: await lab.api.restart() };
	});
});

describe("what is listed as usable", () => {
	it("is what a call accepts, for every tier, role and grant", async () => {
		const modelIds = [
			"openrouter/meta/llama:free",
			"openrouter/openai/gpt-4o:free",
			"openrouter/openai/gpt-4o",
			"openrouter/mistral/large",
			"groq/llama",
			"together/llama",
			"cohere/command",
			"openai/gpt-4o",
			"openai/o3",
			"anthropic/claude-x",
			"google/gemini",
			"custom/acme/own",
			"custom/sandbox/echo",
		];
		const table: Record<string, number[]> = {};
		for (const tierCode of ["trial", "starter", "professional", "enterprise", "gone"]) {
			for (const role of ["user", "viewer", "admin"] as const) {
				const user = await lab.api.createUser(role, { tierCode });
				if (role === "admin") {
					const grant = {
						id: `g-${tierCode}`,
						userId: user.userId,
						modelPattern: "openai/*",
						grantedBy: "x",
						reason: "y",
					};
					await lab.api.db.insert(accessGrants).values({ ...grant, expiresAt: new Date(Date.now() + 60_000) });
				}
				const ctx = userContext(lab.api, user);
				const listed = await usableModels(ctx, modelIds);
				const facts = await loadCallerFacts(ctx);
				const request = { model: "x", messages: [], stream: true, maxTokens: 1 };
				const rest = { request, provider: "openai", price: null, maxOutputTokens: null, isFree: false } as const;
				for (const modelId of modelIds) {
					const called = await authorizeRun(ctx, facts, { ...rest, modelId }).then(
						() => true,
						() => false,
					);
					expect(listed.get(modelId)?.usable, `${tierCode} ${role} ${modelId}`).toBe(called);
				}
				table[`${tierCode} ${role}`] = modelIds.flatMap((id, index) => (listed.get(id)?.usable ? [index] : []));
			}
		}
		expect(table).toMatchObject({
			"trial user": [0, 1, 4, 11, 12],
			"trial admin": [0, 1, 4, 7, 8, 11, 12],
			"starter user": [0, 3, 4, 5, 6, 11, 12],
			"professional user": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
			"enterprise user": modelIds.map((_, index) => index),
			"enterprise viewer": [],
			"gone user": [],
			"gone admin": [7, 8],
		});
		expect((await usableModels(userContext(lab.api, null as never), modelIds)).get("groq/llama")).toMatchObject({
			usable: false,
			reason: "signed_out",
		});
	});
});

describe("reconciling", () => {
	it("finds runs, ledger and counters even after every kind of end, and every single difference", async () => {
		const user = await userIn("audited", { budgetUsd: "100" });
		lab.sandbox.script({ text: "one two three", hold: createHold(), holdAfterChunks: 1 });
		const server = lab.api.secondServer();
		const { runId: orphan } = await server.as(user).testing.start(ask("Killed"));
		await lab.sandbox.waitFor(({ chunksSent }) => chunksSent >= 1);
		await closeOrphans(lab.api.db, lab.api.services, { everyRun: true });
		await server.close();
		for (const modelId of ["openai/priced", "openai/unpriced"]) {
			await follow(lab.api, user, (await start(user, "Hi", modelId)).runId);
		}
		const { db } = lab.api;
		expect(await reconcile(db)).toMatchObject({ isEven: true, differences: 0, runs: [], counters: [] });

		const counter = and(eq(usageCounters.scope, "user"), eq(usageCounters.subject, user.userId));
		const change = async (there: PromiseLike<unknown>, back: () => PromiseLike<unknown>, found: object) => {
			await there;
			expect(await reconcile(db)).toMatchObject({ isEven: false, ...found });
			await back();
			expect(await reconcile(db)).toMatchObject({ isEven: true });
		};
		const bump = (by: number) =>
			db
				.update(usageCounters)
				.set({ requests: sql`${usageCounters.requests} + ${by}` })
				.where(counter);
		await change(bump(1), () => bump(-1), { counters: [{ scope: "user", subject: user.userId }] });
		const setCost = (cost: string | null) =>
			db.update(llmUsageLogs).set({ costUsd: cost }).where(eq(llmUsageLogs.id, orphan));
		const [{ costUsd } = { costUsd: null }] = await db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, orphan));
		await change(setCost("99"), () => setCost(costUsd), { runs: [{ runId: orphan, problem: "cost" }] });
		const [entry] = await db.select().from(ledgerEntries).where(eq(ledgerEntries.runId, orphan));
		const found = { runs: [{ runId: orphan, problem: "no entry" }] };
		await change(
			db.delete(ledgerEntries).where(eq(ledgerEntries.runId, orphan)),
			() => db.insert(ledgerEntries).values(entry!),
			found,
		);
	});
});
