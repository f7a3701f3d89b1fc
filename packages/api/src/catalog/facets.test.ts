import { schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "../keys/fixtures.ts";
import { type Caller, createTestApi, type TestApi } from "../test/harness.ts";
import type { RouterInputs } from "../types.ts";
import { flatPrice, modelFacts, setCatalog } from "./fixtures.ts";

type Filters = NonNullable<RouterInputs["catalog"]["facets"]>;

const model = (id: string, input: string | null, contextLength: number | null, capabilities = ["chat"]) =>
	modelFacts(id, {
		contextLength,
		capabilities,
		...(input === null ? {} : { price: flatPrice(input, input === "0" ? "0" : "9") }),
	});

let api: TestApi;
let admin: Caller;
let visitor: Caller;
beforeAll(async () => {
	api = await createTestApi({ environmentProviders: { openai: { apiKey: "sk-test-environment-key" } } });
	admin = api.as(await api.createUser("admin"));
	visitor = api.as(null);
	await setCatalog(api, [
		model("openai/a", "0.49", 16_000),
		model("openai/b", "0.5", 32_000, ["chat", "tools"]),
		model("openai/c", "3", 128_000, ["chat", "tools", "vision"]),
		model("groq/d", "0", 1_000_000, ["chat", "vision"]),
		{ ...model("groq/e", "15", null), enabled: false },
		model("mistral/f", null, 400_000),
		{ ...model("mistral/gone", "1", 1), retiredAt: new Date("2026-01-01") },
	]);
});
afterAll(() => api.close());

const facets = async (input: Filters = {}, as = visitor) => {
	const { total, usable, ...rest } = await as.catalog.facets(input);
	const counted = Object.entries(rest).map(([name, values]) => [
		name,
		Object.fromEntries(values.map(({ value, count }) => [value, count])),
	]);
	return {
		total,
		...Object.fromEntries(counted),
		usable: usable && Object.fromEntries(usable.map((u) => [u.value, u.count])),
	};
};

describe("facets", () => {
	it("count what every choice would leave, each model in one band", async () => {
		expect(await facets()).toEqual({
			total: 6,
			providers: { openai: 3, groq: 2, mistral: 1 },
			capabilities: { chat: 6, tools: 2, vision: 2 },
			priceBands: { free: 1, below_0_5: 1, from_0_5: 1, from_3: 1, from_15: 1, unknown: 1 },
			contextBands: { below_32k: 1, from_32k: 1, from_128k: 1, from_400k: 1, from_1m: 1, unknown: 1 },
			status: { enabled: 5, disabled: 1 },
			usable: null,
		});
	});

	it("stand each under the other filters, and the list under all of them", async () => {
		const input = { providers: ["openai" as const], capabilities: ["tools" as const] };
		expect(await facets(input)).toMatchObject({
			total: 2,
			// What the other providers would leave stays in sight.
			providers: { openai: 2 },
			capabilities: { chat: 2, tools: 2, vision: 1 },
			priceBands: { from_0_5: 1, from_3: 1 },
		});
		expect(await facets({ providers: ["openai"], priceBands: ["free", "from_3"] })).toMatchObject({
			total: 1,
			providers: { openai: 1, groq: 1 },
			priceBands: { below_0_5: 1, from_0_5: 1, from_3: 1 },
		});
	});

	const cases: Filters[] = [
		{ providers: ["groq", "mistral"], enabled: true },
		{ capabilities: ["vision", "tools"] },
		{ priceBands: ["unknown", "free"], contextBands: ["from_1m"] },
		{ search: "OPENAI", contextBands: ["from_32k", "from_128k"] },
		{ includeRetired: true, providers: ["mistral"] },
		{ usable: true },
		{ usable: false, providers: ["groq"] },
	];
	it.each(cases)("and list and ids agree for %j", async (input) => {
		const { total, ...counted } = await facets(input, admin);
		const listed = await admin.catalog.list(input);
		expect(listed.total).toBe(total);
		expect((await admin.catalog.ids(input)).ids.sort()).toEqual(listed.models.map(({ id }) => id).sort());
		// Each count is the total that choosing it alone would give.
		for (const [value, count] of Object.entries(counted.priceBands as Record<string, number>)) {
			const chosen = await admin.catalog.list({ ...input, priceBands: [value as never] });
			expect([value, chosen.total]).toEqual([value, count]);
		}
	});

	it("tell those who are signed in what they may use", async () => {
		expect((await facets({}, admin)).usable).toEqual({ usable: 3, not_usable: 3 });
		expect((await facets({ usable: true }, admin)).usable).toEqual({ usable: 3, not_usable: 3 });
		expect((await refusalOf(visitor.catalog.facets({ usable: true }))).code).toBe("UNAUTHORIZED");
	});

	it("refuse a word that is no choice", async () => {
		const call = visitor.catalog.facets({ priceBands: ["cheap"] } as never);
		expect(await refusalOf(call)).toMatchObject({ code: "BAD_REQUEST", fields: ["priceBands.0"] });
	});
});

describe("the catalog in memory", () => {
	it("shows an admin's change at once, and another server's within moments", async () => {
		const other = api.secondServer();
		const there = other.as(null);
		const enabledThere = async () =>
			(await there.catalog.facets()).status.find(({ value }) => value === "enabled")?.count;
		expect(await enabledThere()).toBe(5);
		await admin.catalog.setEnabled({ ids: ["openai/a"], enabled: false });
		expect((await admin.catalog.list({ search: "openai/a" })).models[0]?.enabled).toBe(false);
		await expect.poll(enabledThere).toBe(4);
		await other.close();
	});

	it("forgets a model whose row is gone, and gives an endpoint's models its new name", async () => {
		await admin.keys.save({ providerType: "custom", name: "Rack", baseUrl: "http://127.0.0.1:9/v1", test: false });
		await setCatalog(api, [modelFacts("custom/rack/m", { endpointSlug: "rack" }), model("openai/z", "1", 1)]);
		const names = async () => (await visitor.catalog.list()).models.map(({ providerName }) => providerName);
		expect(await names()).toEqual(["Rack", "OpenAI"]);
		await api.db.update(schema.llmProviders).set({ name: "Rack 2" }).where(eq(schema.llmProviders.slug, "rack"));
		await expect.poll(names).toEqual(["Rack 2", "OpenAI"]);
	});
});
