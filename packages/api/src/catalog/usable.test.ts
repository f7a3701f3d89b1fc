import { randomUUID } from "node:crypto";
import { schema } from "@llm-hub/db";
import { createSandbox, type Sandbox } from "@llm-hub/sandbox";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { authenticateToken } from "../access/tokens/authenticate-token.ts";
import { refusalOf } from "../keys/fixtures.ts";
import { createTestApi, type TestApi } from "../test/harness.ts";
import { ask } from "../testing/fixtures.ts";
import { flatPrice, modelFacts, setCatalog } from "./fixtures.ts";

const { accessGrants, llmProviders, tierModelRules, tiers, users } = schema;

let sandbox: Sandbox;
let api: TestApi;
const price = flatPrice("2", "8");
const catalog = [
	modelFacts("openai/priced", { price }),
	modelFacts("openai/unpriced"),
	modelFacts("openai/free", { price: flatPrice("0", "0") }),
	modelFacts("openai/off", { price, enabled: false }),
	modelFacts("groq/no-key", { price }),
	modelFacts("custom/on/a", { price, endpointSlug: "on" }),
	modelFacts("custom/off/b", { price, endpointSlug: "off" }),
	modelFacts("custom/gone/c", { price, endpointSlug: "gone" }),
	modelFacts("custom/sandbox/d", { price, endpointSlug: "sandbox" }),
];
beforeAll(async () => {
	sandbox = await createSandbox({ tokensPerSecond: 0 });
	api = await createTestApi({
		environmentProviders: { openai: { apiKey: "sk-test-environment-key", baseUrl: sandbox.baseUrl("openai") } },
		sandboxBaseUrl: sandbox.baseUrl("custom"),
	});
	const { keys } = api.as(await api.createUser("admin"));
	for (const name of ["On", "Off"]) {
		await keys.save({ providerType: "custom", name, baseUrl: sandbox.baseUrl("custom"), test: false });
	}
	await api.db.update(llmProviders).set({ enabled: false }).where(eq(llmProviders.name, "Off"));
	await setCatalog(api, catalog);
});
afterAll(async () => {
	await api.close();
	await sandbox.close();
});

const pattern = fc.constantFrom("*", "openai/*", "openai/*priced", "openai/free", "groq/*", "custom/*", "custom/o*");
const limit = fc.constantFrom(null, null, 0, 1);
const budget = fc.constantFrom(null, null, null, "0", "100");
const situation = fc.record({
	rules: fc.uniqueArray(
		fc.record({
			modelPattern: pattern,
			allowed: fc.constantFrom(true, true, false),
			maxRequestsPerDay: limit,
			priority: fc.nat(1),
		}),
		{ minLength: 1, maxLength: 5, selector: ({ modelPattern }) => modelPattern },
	),
	grant: fc.option(fc.record({ modelPattern: pattern, maxRequests: limit })),
	role: fc.constantFrom("user", "user", "power_user", "admin", "viewer" as const),
	testsPerMonth: fc.constantFrom(null, null, 0, 3),
	tierBudget: budget,
	userBudget: budget,
});

it("what the list calls usable is what a call accepts, whatever the rules, grants, quotas, keys and switches", async () => {
	const seen = new Set<string>();
	await fc.assert(
		fc.asyncProperty(situation, async ({ rules, grant, role, testsPerMonth, tierBudget, userBudget }) => {
			const code = `t${randomUUID().slice(0, 8)}`;
			await api.db.insert(tiers).values({ code, name: code, position: 9, testsPerMonth, budgetUsd: tierBudget });
			await api.db.insert(tierModelRules).values(rules.map((rule) => ({ ...rule, tierCode: code })));
			const user = await api.createUser(role, { tierCode: code });
			await api.db.update(users).set({ budgetUsd: userBudget }).where(eq(users.id, user.userId));
			if (grant) {
				const row = { ...grant, id: randomUUID(), userId: user.userId, reason: "x", grantedBy: "x" };
				await api.db.insert(accessGrants).values({ ...row, expiresAt: new Date(Date.now() + 60_000) });
			}
			const caller = api.as(user);
			for (const { id } of catalog) {
				const [listed] = (await caller.catalog.list({ search: id })).models;
				const usability = listed!.usability!;
				const call = await caller.testing.start({ ...ask("Hi", id), parameters: { maxTokens: 5 } }).then(
					() => "accepted",
					(error: { code: string; message: string }) => `${error.code} ${error.message}`,
				);
				expect([usability.usable, call], `${id}: ${JSON.stringify(usability)}`).toEqual([call === "accepted", call]);
				seen.add(usability.reason);
			}
		}),
		{ numRuns: 14, seed: 7 },
	);
	const reasons = ["rule", "grant", "denied", "no_rule", "limit", "role", "model_disabled", "not_configured"];
	expect([...seen].toSorted()).toEqual(reasons.toSorted());
});

it("is told with the rule, the tier that would do, the limit, and the bounds", async () => {
	const trial = await api.createUser("user", { tierCode: "trial" });
	const says = async (id: string) => (await api.as(trial).catalog.byId({ id })).usability;
	const denied = { usable: false, reason: "denied", rule: "*", tierRequired: "professional" };
	expect(await says("openai/priced")).toEqual(denied);
	expect(await says("openai/off")).toEqual({ ...denied, reason: "model_disabled" });
	expect(await says("groq/no-key")).toMatchObject({ usable: false, reason: "not_configured", rule: "groq/*" });
	expect(await says("custom/on/a")).toEqual({
		usable: true,
		reason: "rule",
		rule: "custom/*",
		tierRequired: null,
		maxRequestsPerDay: 100,
	});
	await api.db.update(tiers).set({ testsPerMonth: 0 }).where(eq(tiers.code, "trial"));
	const limited = await says("custom/on/a");
	expect(limited).toMatchObject({ usable: false, reason: "limit", limit: { name: "tests_per_month" } });
	expect(limited?.limit?.resetsAt?.getTime()).toBeGreaterThan(Date.now());
	await api.db.update(tiers).set({ testsPerMonth: 100 }).where(eq(tiers.code, "trial"));
});

it("follows budgets, grants and keys from one listing to the next, while the rules stay what they are", async () => {
	const user = await api.createUser("user", { tierCode: "trial" });
	const list = async () => {
		const { models } = await api.as(user).catalog.list();
		return Object.fromEntries(models.map(({ id, usability }) => [id, usability?.reason]));
	};
	const before = await list();
	expect(before).toMatchObject({ "custom/on/a": "rule", "custom/sandbox/d": "rule", "openai/priced": "denied" });
	const setBudget = (budgetUsd: string | null) =>
		api.db.update(users).set({ budgetUsd }).where(eq(users.id, user.userId));
	await setBudget("0");
	expect(await list()).toEqual({ ...before, "custom/on/a": "limit" });
	await setBudget(null);
	expect(await list()).toEqual(before);

	const grant = { id: randomUUID(), userId: user.userId, modelPattern: "openai/p*", reason: "x", grantedBy: "x" };
	await api.db.insert(accessGrants).values({ ...grant, expiresAt: new Date(Date.now() + 60_000) });
	expect(await list()).toEqual({ ...before, "openai/priced": "grant" });
	await api.db.delete(accessGrants).where(eq(accessGrants.id, grant.id));
	expect(await list()).toEqual(before);

	const setOn = (enabled: boolean) => api.db.update(llmProviders).set({ enabled }).where(eq(llmProviders.name, "On"));
	await setOn(false);
	expect(await list()).toEqual({ ...before, "custom/on/a": "not_configured" });
	await setOn(true);
	expect(await list()).toEqual(before);
	const larger = await api.createUser("user", { tierCode: "professional" });
	expect((await api.as(larger).catalog.list({ search: "openai/priced" })).models[0]?.usability?.reason).toBe("rule");
	expect(await list()).toEqual(before);
});

it("filters and pages what I may use, and what not, without a gap or a double", async () => {
	const starter = api.as(await api.createUser("user", { tierCode: "professional" }));
	const all = await starter.catalog.list({ sort: "price", order: "desc" });
	for (const usable of [true, false]) {
		const wanted = all.models.filter(({ usability }) => usability?.usable === usable).map(({ id }) => id);
		expect(wanted.length).toBeGreaterThan(1);
		const pages = [];
		for (let offset = 0; offset <= wanted.length; offset += 2) {
			pages.push(await starter.catalog.list({ usable, sort: "price", order: "desc", limit: 2, offset }));
		}
		expect(pages.flatMap(({ models }) => models.map(({ id }) => id))).toEqual(wanted);
		expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([wanted.length]));
	}
});

it("says nothing to whom nobody knows, and refuses them the filter", async () => {
	const anonymous = api.as(null);
	expect((await anonymous.catalog.list()).models.map(({ usability }) => usability)).toEqual(catalog.map(() => null));
	expect((await anonymous.catalog.byId({ id: "openai/priced" })).usability).toBeNull();
	expect((await refusalOf(anonymous.catalog.list({ usable: true }))).code).toBe("UNAUTHORIZED");
});

it("says of a token what the token may, not what its user might", async () => {
	const user = await api.createUser("user");
	const make = async (scope: "lab:run" | "catalog:read", budgetUsd: string | null) => {
		const { token } = await api.as(user).access.tokens.create({ name: scope, scopes: [scope], budgetUsd });
		const actor = await authenticateToken(api.db, token);
		return (await api.as(actor).catalog.byId({ id: "openai/priced" })).usability;
	};
	expect(await make("lab:run", null)).toMatchObject({ usable: true });
	expect(await make("lab:run", "0")).toMatchObject({ usable: false, limit: { name: "token_budget" } });
	expect(await make("catalog:read", null)).toMatchObject({ usable: false, reason: "scope" });
});
