import { schema } from "@llm-hub/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authenticateToken } from "../../access/tokens/authenticate-token.ts";
import type { Actor, UserActor } from "../../context.ts";
import { createTestApi, type TestApi } from "../../test/harness.ts";
import { flatPrice, modelFacts, setCatalog } from "../fixtures.ts";
import { bandEdges, bandOf } from "./bands.ts";

const { apiTokens, catalogChanges, labSuites, ledgerEntries, llmModels, llmUsageLogs } = schema;

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const listed = { source: "provider", asOf: day(0) } as const;
const price = flatPrice("2", "8");

let api: TestApi;
let admin: UserActor;
let user: UserActor;
beforeAll(async () => {
	api = await createTestApi();
	admin = await api.createUser("admin", { email: "ana@example.com" });
	user = await api.createUser("user", { email: "ben@example.com" });
});
afterAll(() => api.close());

it("bands are whole days in UTC, and a date wins over an absence", () => {
	const edges = bandEdges(new Date("2026-11-26T23:59:00Z"));
	const band = (deprecationDate: string | null, retiredAt: Date | null = null, isMissing = false) =>
		bandOf({ deprecationDate, retiredAt, isMissing }, edges);
	expect(
		["2026-11-25", "2026-11-26", "2026-11-27", "2026-12-26", "2026-12-27", "2027-02-24", "2027-02-25"].map((date) =>
			band(date),
		),
	).toEqual(["ended", "ended", "within30", "within30", "within90", "within90", "later"]);
	expect([band(null), band(null, null, true), band("2027-06-01", null, true), band(null, new Date())]).toEqual([
		null,
		"vanished",
		"later",
		"ended",
	]);
});

describe("the radar over a catalog without a date", () => {
	it("is empty, and says of how many models it knows nothing", async () => {
		await setCatalog(api, [modelFacts("openai/one"), modelFacts("openai/off", { enabled: false })]);
		const radar = await api.as(user).catalog.lifecycle.show();
		expect(radar).toMatchObject({ models: [], goneUnused: 0, vanishedUnused: 0, enabled: 1, dated: 0, today: day(0) });
		expect((await api.as(user).catalog.stats()).endingSoon).toBe(0);
	});
});

describe("the radar", () => {
	beforeAll(async () => {
		const ends = (offset: number) => ({
			price,
			deprecationDate: day(offset),
			sources: { deprecationDate: listed, replacedBy: listed },
		});
		await setCatalog(api, [
			modelFacts("mistral/soon", { ...ends(20), replacedBy: "next" }),
			modelFacts("mistral/sooner", { ...ends(5), replacedBy: "not-here" }),
			modelFacts("mistral/next", { price: flatPrice("3", "8") }),
			modelFacts("mistral/far", ends(60)),
			modelFacts("mistral/farther", ends(400)),
			modelFacts("mistral/soon-but-off", { ...ends(10), enabled: false }),
			modelFacts("mistral/past", ends(-3)),
			modelFacts("openai/gone-used", { price, retiredAt: new Date(), sources: { retiredAt: listed } }),
			modelFacts("openai/gone-aliased", { retiredAt: new Date() }),
			modelFacts("openai/gone-unused", { retiredAt: new Date() }),
			modelFacts("groq/missing"),
			modelFacts("groq/missing-unused"),
		]);
		const gone = (modelId: string) => ({
			modelId,
			kind: "gone" as const,
			before: { retiredAt: null },
			after: { reason: "It is not there." },
			state: "pending" as const,
			detectedAt: new Date(),
			syncId: "sync",
		});
		await api.db.insert(catalogChanges).values([gone("groq/missing"), gone("groq/missing-unused")]);
		const catalog = api.as(admin).catalog;
		await catalog.aliases.save({ name: "house-default", modelId: "mistral/soon" });
		await api.db
			.insert(schema.modelAliases)
			.values({ name: "old-name", modelId: "openai/gone-aliased", updatedBy: admin.userId });
		const { rules } = await api.as(admin).access.rules.list();
		const rule = { tierCode: "trial", allowed: true, maxRequestsPerDay: 5, maxContextLength: null, priority: 9 };
		await api.as(admin).access.rules.save({ rules: [...rules, { ...rule, modelPattern: "mistral/so*n" }] });
		await api.as(admin).testing.templates.create({
			name: "Ours",
			category: "coding",
			description: "What we ask.",
			system: null,
			prompt: "Say hi.",
			suggestedModels: ["mistral/soon"],
			checks: [],
			isShared: false,
		});
		const suite = { userId: admin.userId, templates: [], repeats: 1, parameters: {}, concurrency: 1 };
		await api.db.insert(labSuites).values([
			{
				...suite,
				id: "suite-1",
				name: "Ours against theirs",
				modelIds: ["mistral/soon", "mistral/next"],
				state: "done",
			},
			{ ...suite, id: "suite-2", name: "Others", modelIds: ["mistral/next"], state: "done" },
		]);
		const token = await api.as(user).access.tokens.create({ name: "nightly", scopes: ["lab:run"] });
		const [{ id: tokenId } = { id: "" }] = await api.db.select({ id: apiTokens.id }).from(apiTokens);
		expect(token.token).toContain(tokenId);
		const run = (id: string, modelId: string, by: UserActor) => ({
			id,
			userId: by.userId,
			door: "gateway" as const,
			modelId,
			providerType: "mistral",
			keySource: "environment" as const,
			state: "success" as const,
			inputTokens: 1_000_000,
			outputTokens: 100_000,
			costUsd: "2.8",
			costState: "computed",
		});
		await api.db
			.insert(llmUsageLogs)
			.values([
				run("a", "mistral/soon", user),
				run("b", "mistral/soon", user),
				run("c", "mistral/soon", admin),
				run("d", "openai/gone-used", admin),
				run("e", "groq/missing", user),
			]);
		await api.db.insert(ledgerEntries).values({
			runId: "a",
			userId: user.userId,
			tierCode: "enterprise",
			tokenId,
			modelId: "mistral/soon",
			month: "2026-11",
			day: "2026-11-26",
			state: "settled",
			reservedAt: new Date(),
			expiresAt: new Date(),
		});
	});

	it("lists what ends by band and date, and leaves out what is off, or gone and unused", async () => {
		const radar = await api.as(admin).catalog.lifecycle.show();
		expect(radar.models.map(({ band, modelId }) => `${band} ${modelId}`)).toEqual([
			"ended mistral/past",
			"ended openai/gone-aliased",
			"ended openai/gone-used",
			"within30 mistral/sooner",
			"within30 mistral/soon",
			"within90 mistral/far",
			"later mistral/farther",
			"vanished groq/missing",
		]);
		expect(radar.counts).toEqual({ ended: 3, within30: 2, within90: 1, later: 1, vanished: 1 });
		expect(radar).toMatchObject({ goneUnused: 1, vanishedUnused: 1, enabled: 8, dated: 5 });
		expect((await api.as(user).catalog.stats()).endingSoon).toBe(radar.counts.within30);
		const of = (id: string) => radar.models.find(({ modelId }) => modelId === id);
		expect(of("mistral/soon")).toMatchObject({ endsOn: day(20), source: listed, reason: null });
		expect(of("openai/gone-used")).toMatchObject({ endsOn: day(0), source: listed });
		expect(of("groq/missing")).toMatchObject({ source: null, reason: "It is not there." });
	});

	it("says who is hit: runs, people, tokens, aliases, rules that hold nothing else, and templates", async () => {
		const soon = await modelOf(admin, "mistral/soon");
		expect(soon.use).toEqual({
			runs: 3,
			people: 2,
			tokens: 1,
			inputTokens: 3_000_000,
			outputTokens: 300_000,
			spentUsd: "8.4",
			unpriced: 0,
		});
		expect(soon.people).toEqual([
			{ name: "ben@example.com", runs: 2 },
			{ name: "ana@example.com", runs: 1 },
		]);
		expect(soon.tokens).toEqual([{ name: "nightly", runs: 1 }]);
		expect(soon.aliases).toEqual(["house-default"]);
		expect(soon.rules).toEqual([{ tierCode: "trial", modelPattern: "mistral/so*n", allowed: true }]);
		expect(soon.templates.map(({ name }) => name)).toEqual(["Ours"]);
		expect(soon.suites).toEqual([{ id: "suite-1", name: "Ours against theirs" }]);
	});

	it("names people, tokens and rules to admins alone, and nobody's own template to others", async () => {
		const soon = await modelOf(user, "mistral/soon");
		expect(soon).toMatchObject({
			people: null,
			tokens: null,
			rules: null,
			templates: [],
			suites: [],
			aliases: ["house-default"],
		});
		expect(soon.use).toMatchObject({ runs: 3, people: 2, tokens: 1 });
		expect(JSON.stringify(await api.as(user).catalog.lifecycle.show())).not.toMatch(/@example\.com|nightly/);
	});

	it("names nobody to an admin's token that may only read the catalog", async () => {
		const { token } = await api.as(admin).access.tokens.create({ name: "reads", scopes: ["catalog:read"] });
		const reader = await authenticateToken(api.db, token);
		expect(await modelOf(reader, "mistral/soon")).toMatchObject({ people: null, tokens: null, rules: null });
	});

	it("says what replaces it: the provider's word first, then what is similar with its cost beside this one's", async () => {
		const soon = await modelOf(user, "mistral/soon");
		expect(soon.replacedBy).toEqual({ upstreamId: "next", modelId: "mistral/next", source: listed });
		expect(soon.similar).toMatchObject([
			// 3 more runs' million of input at 3 instead of 2.
			{ modelId: "mistral/next", usd: "11.4", state: "estimated", differenceUsd: "3" },
			{ modelId: "groq/missing", usd: null, state: "unpriced", differenceUsd: null },
			{ modelId: "groq/missing-unused", usd: null, state: "unpriced", differenceUsd: null },
		]);
		expect((await modelOf(user, "mistral/sooner")).replacedBy).toMatchObject({
			upstreamId: "not-here",
			modelId: null,
		});
		const detail = await api.as(null).catalog.byId({ id: "mistral/soon" });
		expect(detail.replacedBy).toEqual({ upstreamId: "next", modelId: "mistral/next" });
	});

	it("is exported as it stands, a line a model, with nothing that a spreadsheet would run", async () => {
		await api.db.update(llmModels).set({ displayName: "=cmd()" });
		api.services.catalogFreshness.forget();
		const { fileName, csv } = await api.as(admin).catalog.lifecycle.export();
		expect(fileName).toBe(`lifecycle-${day(0)}.csv`);
		const lines = csv.trimEnd().split("\r\n");
		expect(lines).toHaveLength(9);
		const soon = lines.find((line) => line.startsWith('"mistral/soon"'));
		expect(soon).toContain(`"'=cmd()","Mistral AI","within30","${day(20)}","provider"`);
		expect(soon).toContain('"ben@example.com ana@example.com",1,"nightly"');
		expect(soon).toContain(
			'"trial: mistral/so*n","Ours","Ours against theirs","mistral/next","mistral/next","11.4","3"',
		);
	});
});

async function modelOf(actor: Actor | null, id: string) {
	const { models } = await api.as(actor).catalog.lifecycle.show();
	return models.find(({ modelId }) => modelId === id)!;
}
