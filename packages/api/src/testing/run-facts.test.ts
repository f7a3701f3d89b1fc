import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTier } from "../access/test/ledger.ts";
import type { TokenActor, UserActor } from "../context.ts";
import type { DomainError } from "../errors.ts";
import { ask, createLab, follow, type Lab, testPrice, userContext } from "./fixtures.ts";
import { readFacts, remember } from "./run-facts.ts";

const {
	apiTokens,
	llmModels,
	llmProviders,
	llmUsageLogs,
	tierModelRules,
	tiers,
	usageCounters,
	userProviderKeys,
	users,
} = schema;

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

/** How a run's row says that it began, or the code of the refusal. */
async function outcomeOf(actor: UserActor | TokenActor, modelId: string) {
	const started = lab.api.as(actor).testing.start(ask("Hi", modelId));
	const outcome = await started.catch(({ cause }: { cause: DomainError }) => cause);
	if (!("runId" in outcome)) return outcome.code;
	await lab.api.services.runs.ended(outcome.runId);
	const [row] = await lab.api.db.select().from(llmUsageLogs).where(eq(llmUsageLogs.id, outcome.runId));
	return row;
}

/** Somebody in a tier of their own, and a model of their own, whose runs are remembered. */
async function stage() {
	const { api } = lab;
	const tierCode = await addTier(api, `t${randomUUID().slice(0, 8)}`, { testsPerMonth: 100 });
	const user = await api.createUser("user", { tierCode });
	const upstreamId = `m-${randomUUID().slice(0, 8)}`;
	const modelId = `openai/${upstreamId}`;
	const [model] = await api.db.select().from(llmModels).where(eq(llmModels.id, "openai/priced"));
	await api.db.insert(llmModels).values({ ...model!, id: modelId, upstreamId });
	const started = await api.as(user).testing.start(ask("Hi", modelId));
	await follow(api, user, started.runId);
	expect(rememberedOf(user, modelId)).toBeDefined();
	return { user, tierCode, modelId };
}

const rememberedOf = ({ userId }: UserActor, modelId: string) =>
	[...lab.api.services.runFacts.values()].find(
		({ question }) => question.userId === userId && question.modelId === modelId,
	);

type Staged = Awaited<ReturnType<typeof stage>>;

describe("a run that is decided by what was remembered", () => {
	it("begins without reading it anew, also beside others", async () => {
		const { user, modelId } = await stage();
		const before = rememberedOf(user, modelId);
		const starts = Array.from({ length: 20 }, () => lab.api.as(user).testing.start(ask("Hi", modelId)));
		const runs = await Promise.all(starts);
		expect(new Set(runs.map(({ runId }) => runId)).size).toBe(20);
		expect(rememberedOf(user, modelId)).toBe(before);
		expect(Math.min(...runs.map(({ reservation }) => reservation.nearest?.remaining ?? 100))).toBe(79);
		for (const { runId } of runs) await follow(lab.api, user, runId);
	});

	it.each<[string, (staged: Staged) => Promise<unknown>, unknown]>([
		[
			"another price",
			({ modelId }) => {
				const price = { ...testPrice, asOf: "2026-02-02" };
				return lab.api.db.update(llmModels).set({ price }).where(eq(llmModels.id, modelId));
			},
			{ state: "success", price: { asOf: "2026-02-02" } },
		],
		[
			"a model that is switched off",
			({ modelId }) => lab.api.db.update(llmModels).set({ enabled: false }).where(eq(llmModels.id, modelId)),
			"FORBIDDEN",
		],
		[
			"a model that is gone",
			({ modelId }) => lab.api.db.delete(llmModels).where(eq(llmModels.id, modelId)),
			"NOT_FOUND",
		],
		[
			"a rule of the tier",
			({ tierCode }) =>
				lab.api.db.update(tierModelRules).set({ allowed: false }).where(eq(tierModelRules.tierCode, tierCode)),
			"FORBIDDEN",
		],
		[
			"another tier",
			({ user }) => lab.api.db.update(users).set({ tierCode: "nowhere" }).where(eq(users.id, user.userId)),
			"FORBIDDEN",
		],
		[
			"a person who is disabled",
			({ user }) => lab.api.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, user.userId)),
			"FORBIDDEN",
		],
		[
			"a smaller quota",
			({ tierCode }) => lab.api.db.update(tiers).set({ testsPerMonth: 1 }).where(eq(tiers.code, tierCode)),
			"TOO_MANY_REQUESTS",
		],
		[
			"a budget of the person's",
			({ user }) => lab.api.db.update(users).set({ budgetUsd: "0" }).where(eq(users.id, user.userId)),
			"TOO_MANY_REQUESTS",
		],
		[
			"a quota that is used up",
			({ user }) =>
				lab.api.db.update(usageCounters).set({ requests: 100 }).where(eq(usageCounters.subject, user.userId)),
			"TOO_MANY_REQUESTS",
		],
		[
			"a key of one's own",
			({ user }) => lab.api.as(user).keys.own.save({ providerType: "openai", apiKey: "sk-test-a-key-of-my-own-0123" }),
			{ state: "success", keySource: "own" },
		],
	])("is decided anew after %s", async (_what, change, expected) => {
		const staged = await stage();
		await change(staged);
		const outcome = await outcomeOf(staged.user, staged.modelId);
		if (typeof expected === "string") expect(outcome).toBe(expected);
		else expect(outcome).toMatchObject(expected as object);
	});

	it("begins once, and is refused by its own quota alone, beside runs that are outdated or do not fit", async () => {
		const { db } = lab.api;
		const [good, outdated, refused] = [await stage(), await stage(), await stage()];
		const price = { ...testPrice, asOf: "2026-02-02" };
		await db.update(llmModels).set({ price }).where(eq(llmModels.id, outdated.modelId));
		await db.update(usageCounters).set({ requests: 98 }).where(eq(usageCounters.subject, refused.user.userId));
		const rounds = Array.from({ length: 4 }, () => [good, outdated, refused]).flat();
		const outcomes = await Promise.all(rounds.map(({ user, modelId }) => outcomeOf(user, modelId)));
		const of = (staged: Staged) => outcomes.filter((_, place) => rounds[place] === staged);
		expect(of(good)).toEqual(Array(4).fill(expect.objectContaining({ state: "success", price: testPrice })));
		expect(of(outdated)).toEqual(Array(4).fill(expect.objectContaining({ state: "success", price })));
		expect(of(refused).filter((outcome) => outcome === "TOO_MANY_REQUESTS")).toHaveLength(2);
		for (const [{ user }, runs, requests] of [
			[good, 5, 5],
			[outdated, 5, 5],
			[refused, 3, 100],
		] as const) {
			const counted = await db.select().from(usageCounters).where(eq(usageCounters.subject, user.userId));
			expect(new Set(counted.map((counter) => counter.requests))).toEqual(new Set([requests]));
			expect(await db.$count(llmUsageLogs, eq(llmUsageLogs.userId, user.userId))).toBe(runs);
		}
	});

	it("is decided anew after a key was saved, switched off, and taken away", async () => {
		const { user, modelId } = await stage();
		const admin = lab.api.as(await lab.api.createUser("admin"));
		const { providerId: id } = await admin.keys.save({
			providerType: "openai",
			name: "Other",
			apiKey: "sk-test-saved-0123456789",
		});
		expect(await outcomeOf(user, modelId)).toMatchObject({ keySource: "database", providerId: id });
		await lab.api.db.update(llmProviders).set({ enabled: false }).where(eq(llmProviders.id, id));
		expect(await outcomeOf(user, modelId)).toMatchObject({ keySource: "environment" });
		await lab.api.db.delete(llmProviders).where(eq(llmProviders.id, id));
		expect(await outcomeOf(user, modelId)).toMatchObject({ keySource: "environment" });
	});

	it("keeps to a token's budget from the moment that it has one", async () => {
		const { user, modelId } = await stage();
		const { id } = await lab.api.as(user).access.tokens.create({ name: "ci", scopes: ["lab:run"] });
		const { kind: _, sessionId: __, ...person } = user;
		const token: TokenActor = { kind: "token", tokenId: id, tokenName: "ci", scopes: ["lab:run"], ...person };
		expect(await outcomeOf(token, modelId)).toMatchObject({ state: "success" });
		await lab.api.db.update(apiTokens).set({ budgetUsd: "0" }).where(eq(apiTokens.id, id));
		expect(await outcomeOf(token, modelId)).toBe("TOO_MANY_REQUESTS");
		expect(await outcomeOf(user, modelId)).toMatchObject({ state: "success" });
	});

	it.each<[string, (staged: Staged) => Promise<unknown>, (staged: Staged) => Promise<unknown>]>([
		[
			"a tier",
			({ user }) => lab.api.db.update(users).set({ tierCode: "enterprise" }).where(eq(users.id, user.userId)),
			({ user, tierCode }) => lab.api.db.update(users).set({ tierCode }).where(eq(users.id, user.userId)),
		],
		[
			"a budget",
			({ user }) => lab.api.db.update(users).set({ budgetUsd: "9" }).where(eq(users.id, user.userId)),
			({ user }) => lab.api.db.update(users).set({ budgetUsd: null }).where(eq(users.id, user.userId)),
		],
		[
			"a key of one's own",
			({ user }) => lab.api.as(user).keys.own.save({ providerType: "openai", apiKey: "sk-test-a-key-of-my-own-0123" }),
			({ user }) => lab.api.db.delete(userProviderKeys).where(eq(userProviderKeys.userId, user.userId)),
		],
		[
			"a key of the company's",
			async () =>
				lab.api
					.as(await lab.api.createUser("admin"))
					.keys.save({ providerType: "openai", name: "Brief", apiKey: "sk-test-saved-0123456789" }),
			() => lab.api.db.delete(llmProviders).where(eq(llmProviders.name, "Brief")),
		],
	])("is decided anew where %s came after its stamp, was read, and was taken back", async (_what, change, undo) => {
		const staged = await stage();
		const { user, modelId } = staged;
		const remembered = rememberedOf(user, modelId)!;
		const { question, stamp } = remembered;
		await change(staged);
		const { facts } = await readFacts(userContext(lab.api, user), question);
		expect(facts).not.toEqual(remembered.facts);
		await undo(staged);
		remember(lab.api.services.runFacts, { question, facts, stamp });
		expect(await outcomeOf(user, modelId)).toMatchObject({ state: "success", keySource: "environment" });
		expect(rememberedOf(user, modelId)!.facts).toEqual(remembered.facts);
	});
});
