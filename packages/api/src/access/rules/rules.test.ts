import { schema } from "@llm-hub/db";
import { desc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import { createTestApi, type TestApi } from "../../test/harness.ts";
import { userContext } from "../../testing/fixtures.ts";
import type { Rule } from "../schema.ts";
import { usableModels } from "../usability.ts";

const { auditEvents, llmModels } = schema;

let api: TestApi;
let admin: UserActor;
const modelIds = ["groq/a", "openai/gpt-4o", "openai/o3", "openai/off", "openrouter/x:free"];
beforeAll(async () => {
	api = await createTestApi();
	admin = await api.createUser("admin");
	await api.db.insert(llmModels).values(
		modelIds.map((id) => ({
			id,
			providerType: id.split("/")[0] ?? "",
			upstreamId: id,
			displayName: id,
			capabilities: [],
			enabled: id !== "openai/off",
			priceState: "unknown" as const,
		})),
	);
});
afterAll(() => api.close());

const access = () => api.as(admin).access;
const rule = (changes: Partial<Rule> = {}): Rule => ({
	tierCode: "trial",
	modelPattern: "openai/*",
	allowed: true,
	maxRequestsPerDay: null,
	maxContextLength: null,
	priority: 50,
	...changes,
});

describe("rules", () => {
	it("are replaced as a whole, and decide from the next call on, on every server", async () => {
		const { rules, version } = await access().rules.list();
		const other = api.secondServer();
		const user = await api.createUser("user", { tierCode: "trial" });
		const usable = async (server: TestApi) => {
			const all = await usableModels(userContext(server, user), modelIds);
			return modelIds.filter((id) => all.get(id)?.usable);
		};
		expect(await usable(other)).toEqual(["groq/a", "openrouter/x:free"]);
		const kept = rules.filter(({ tierCode, modelPattern }) => !(tierCode === "trial" && modelPattern === "groq/*"));
		const saved = await access().rules.save({ rules: [...kept, rule()], version });
		expect(saved.rules).toHaveLength(rules.length);
		expect(saved.rules[0]).toEqual(rule());
		for (const server of [api, other]) {
			expect(await usable(server)).toEqual(["openai/gpt-4o", "openai/o3", "openai/off", "openrouter/x:free"]);
		}
		const [event] = await api.db.select().from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1);
		expect(event).toMatchObject({
			action: "access.rules.save",
			before: { rules: [{ modelPattern: "groq/*", tierCode: "trial" }] },
			after: { rules: [{ modelPattern: "openai/*" }] },
		});
		await access().rules.save({ rules });
		expect((await access().rules.list()).version).toBe(version);
		await other.close();
	});

	it("of a version that somebody else has changed since are not overwritten", async () => {
		const { rules, version } = await access().rules.list();
		const saves = ["groq/*", "openai/*", "cohere/*"].map((modelPattern, priority) =>
			access().rules.save({ rules: [rule({ modelPattern, priority })], version }),
		);
		const outcomes = await Promise.allSettled(saves);
		expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		expect((await access().rules.list()).rules).toHaveLength(1);
		await access().rules.save({ rules });
	});

	it.each([
		["of a tier that is not there", [rule({ tierCode: "gold" })], "UNPROCESSABLE_CONTENT"],
		["twice for one pattern", [rule(), rule({ allowed: false })], "UNPROCESSABLE_CONTENT"],
		["with white space", [rule({ modelPattern: "openai/ *" })], "BAD_REQUEST"],
		["with a limit below nothing", [rule({ maxRequestsPerDay: -1 })], "BAD_REQUEST"],
		["with another field", [{ ...rule(), userId: "x" }], "BAD_REQUEST"],
	])("%s are refused, and nothing changes", async (_, rules, code) => {
		const before = await access().rules.list();
		await expect(access().rules.save({ rules })).rejects.toMatchObject({ code });
		await expect(access().rules.preview({ rules })).rejects.toMatchObject({ code });
		expect(await access().rules.list()).toEqual(before);
	});

	it("are previewed as saving them then turns out", async () => {
		const { rules } = await access().rules.list();
		await api.createUser("user", { tierCode: "starter" });
		const changed = rules
			.filter(({ tierCode, modelPattern }) => !(tierCode === "trial" && modelPattern === "groq/*"))
			.map((one) =>
				one.tierCode === "starter" && one.modelPattern === "groq/*" ? { ...one, maxRequestsPerDay: 7 } : one,
			);
		const next = [...changed, rule({ modelPattern: "openai/o*" })];
		const preview = await access().rules.preview({ rules: next });
		expect(preview.models).toBe(4);
		expect(
			preview.tiers.map(({ tierCode, gained, lost, changed: limits }) => [tierCode, gained, lost, limits]),
		).toEqual([
			["trial", 1, 1, 0],
			["starter", 0, 0, 1],
			["professional", 0, 0, 0],
			["enterprise", 0, 0, 0],
		]);
		expect(preview.tiers[0]).toMatchObject({
			gainedModels: ["openai/o3"],
			lostModels: ["groq/a"],
			allowedBefore: 2,
			allowedAfter: 2,
		});
		expect(preview.tiers[1]?.users).toBeGreaterThan(0);
		expect((await access().rules.list()).rules).toEqual(rules);
	});
});

describe("tiers", () => {
	it("are replaced as a whole, in the order given; rules of a removed one go with it", async () => {
		const before = await access().tiers.list();
		const tiers = before.tiers.map(({ users: _, ...tier }) => tier);
		const gold = { code: "gold", name: "Gold", testsPerMonth: null, budgetUsd: "1000.5" };
		const saved = await access().tiers.save({ tiers: [gold, ...tiers], version: before.version });
		expect(saved.tiers.map(({ code }) => code)).toEqual(["gold", "trial", "starter", "professional", "enterprise"]);
		expect(saved.tiers[0]).toEqual({ ...gold, users: 0 });
		// What a tier is called everybody may know; what it may spend only admins.
		const names = await api.as(await api.createUser("viewer")).access.tiers.names();
		expect(names).toEqual([gold, ...tiers].map(({ code, name }) => ({ code, name })));
		const { rules } = await access().rules.list();
		await access().rules.save({ rules: [...rules, rule({ tierCode: "gold" })] });
		await access().tiers.save({ tiers });
		expect((await access().rules.list()).rules).toEqual(rules);
	});

	it("that users have are not removed", async () => {
		await api.createUser("user", { tierCode: "starter" });
		const { tiers, version } = await access().tiers.list();
		const kept = tiers.filter(({ code }) => code !== "starter").map(({ users: _, ...tier }) => tier);
		await expect(access().tiers.save({ tiers: kept })).rejects.toMatchObject({ code: "CONFLICT" });
		await expect(access().tiers.save({ tiers: [] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
		await expect(access().tiers.save({ tiers: [...kept, ...kept] })).rejects.toMatchObject({
			code: "UNPROCESSABLE_CONTENT",
		});
		expect((await access().tiers.list()).version).toBe(version);
	});
});
