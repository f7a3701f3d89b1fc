import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flatPrice } from "../catalog/fixtures.ts";
import type { UserActor } from "../context.ts";
import type { DomainError } from "../errors.ts";
import { ask, createLab, follow, type Lab } from "../testing/fixtures.ts";
import { periodsOf } from "./periods.ts";
import type { AccessTrace } from "./schema.ts";
import { addTier } from "./test/ledger.ts";

const { llmModels, tierModelRules, usageCounters, users } = schema;

let lab: Lab;
beforeAll(async () => {
	lab = await createLab();
	lab.api = await lab.api.restart({ sandboxBaseUrl: lab.sandbox.baseUrl("custom") });
	const [model] = await lab.api.db.select().from(llmModels).limit(1);
	const free = { price: flatPrice("0", "0"), priceState: "free" as const };
	await lab.api.db.insert(llmModels).values([
		{ ...model!, ...free, id: "openai/gratis", upstreamId: "gratis" },
		{ ...model!, ...free, id: "custom/sandbox/echo", providerType: "custom", endpointSlug: "sandbox", price: null },
	]);
	lab.api.services.catalogFreshness.forget();
});
afterAll(() => lab[Symbol.asyncDispose]());

/** Used up, with plenty left, or not set. */
const state = fc.constantFrom("used up", "plenty", "none");
const situation = fc.record({
	tests: state,
	perDay: state,
	userBudget: state,
	tierBudget: state,
	rules: fc.subarray(["*", "openai/*", "custom/*", "openai/gratis"]),
	allows: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
	hasOwnKey: fc.boolean(),
	modelId: fc.constantFrom("openai/priced", "openai/unpriced", "openai/gratis", "custom/sandbox/echo"),
});
type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

/** What the property must meet whatever is drawn: a free call under a budget that is used up, a refusal, a limit. */
const open: Situation = {
	tests: "none",
	perDay: "none",
	userBudget: "used up",
	tierBudget: "none",
	rules: ["*"],
	allows: [true, true, true, true],
	hasOwnKey: false,
	modelId: "openai/gratis",
};
const examples: [Situation][] = [
	[open],
	[{ ...open, allows: [false, true, true, true], userBudget: "none" }],
	[{ ...open, tests: "used up", userBudget: "none", modelId: "openai/priced" }],
];

const limitOf = (kind: string) => (kind === "none" ? null : kind === "plenty" ? 1_000 : 5);
const usdOf = (kind: string) => limitOf(kind)?.toString() ?? null;

async function stage({ tests, perDay, userBudget, tierBudget, rules, allows, hasOwnKey }: Situation) {
	const { db } = lab.api;
	const code = `t${randomUUID().slice(0, 8)}`;
	const tierCode = await addTier(lab.api, code, { testsPerMonth: limitOf(tests), budgetUsd: usdOf(tierBudget) });
	const maxRequestsPerDay = limitOf(perDay);
	await db.delete(tierModelRules);
	const said = rules.map((modelPattern, index) => ({
		tierCode,
		modelPattern,
		allowed: !!allows[index],
		maxRequestsPerDay,
	}));
	if (said.length > 0) await db.insert(tierModelRules).values(said);
	const user = await lab.api.createUser("user", { tierCode });
	await db
		.update(users)
		.set({ budgetUsd: usdOf(userBudget) })
		.where(eq(users.id, user.userId));
	const { month, day } = periodsOf(new Date());
	const used = { requests: 5, spentUsd: "5" };
	const monthly = { rule: "", period: month, ...used };
	await db.insert(usageCounters).values([
		{ scope: "user", subject: user.userId, ...monthly },
		{ scope: "tier", subject: tierCode, ...monthly },
		...rules.map((pattern) => ({
			scope: "rule",
			subject: user.userId,
			rule: `${code} ${pattern}`,
			period: day,
			...used,
		})),
	] as (typeof usageCounters.$inferInsert)[]);
	if (hasOwnKey) await lab.api.as(user).keys.own.save({ providerType: "openai", apiKey: "sk-test-a-key-of-my-own" });
	return user;
}

/** What a call is told: the code of its refusal and its trace, or that it was let through. */
async function call(user: UserActor, modelId: string): Promise<{ code: string; trace: AccessTrace | null }> {
	const started = lab.api.as(user).testing.start(ask("Hi", modelId));
	const outcome = await started.catch(({ cause }: { cause: DomainError }) => cause);
	if (!("runId" in outcome)) return { code: outcome.code, trace: outcome.details.trace as AccessTrace };
	await follow(lab.api, user, outcome.runId);
	return { code: "accepted", trace: null };
}

const codes = { allowed: "accepted", denied: "FORBIDDEN", limited: "TOO_MANY_REQUESTS" };

it("explains, lists and tells a call the same, whatever rules, quotas, budgets and payers", async () => {
	const seen = new Set<string>();
	await fc.assert(
		fc.asyncProperty(situation, async (drawn) => {
			const user = await stage(drawn);
			const { modelId } = drawn;
			const explained = await lab.api.as(user).access.explainOwn({ modelId });
			const listed = await lab.api.as(user).catalog.byId({ id: modelId });
			const told = await call(user, modelId);
			expect(told.code).toBe(codes[explained.verdict]);
			expect(listed.usability).toMatchObject({ usable: told.code === "accepted", reason: explained.reason });
			if (told.code === "TOO_MANY_REQUESTS") {
				expect(told.trace).toEqual(explained);
				expect(listed.usability?.limit?.resetsAt).toEqual(explained.changes[0]?.until);
			}
			if (told.code === "FORBIDDEN") expect(told.trace).toEqual({ ...explained, quotas: [] });
			const isBroke = drawn.userBudget === "used up" || drawn.tierBudget === "used up";
			seen.add(`${told.code}${isBroke ? " without money" : ""}`);
		}),
		{ numRuns: 60, examples },
	);
	expect([...seen]).toEqual(expect.arrayContaining(["accepted without money", "TOO_MANY_REQUESTS", "FORBIDDEN"]));
});
