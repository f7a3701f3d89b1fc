import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Role } from "../auth/schema.ts";
import { canary, createKeysLab, hostsAt, type KeysLab, refusalOf } from "../keys/fixtures.ts";
import { findModel } from "./find-model.ts";
import { flatPrice, modelFacts, setCatalog } from "./fixtures.ts";

let lab: KeysLab;
beforeAll(async () => {
	lab = await createKeysLab();
});
beforeEach(() =>
	setCatalog(lab.api, [
		modelFacts("openai/a", { price: flatPrice("1", "2"), capabilities: ["chat", "tools"] }),
		modelFacts("openai/b", { enabled: false }),
		modelFacts("groq/c", { price: flatPrice("0", "0"), priceState: "free" }),
		modelFacts("custom/mine/d", { endpointSlug: "mine" }),
		modelFacts("openai/old", { retiredAt: new Date("2025-01-01"), enabled: false }),
	]),
);
afterAll(() => lab[Symbol.asyncDispose]());

const signedIn = async (role: Role) => lab.api.as(await lab.api.createUser(role));

describe("who may", () => {
	it("anybody signed in reads the totals and the providers, and nobody else", async () => {
		for (const role of ["viewer", "user", "power_user"] as const) {
			const { catalog } = await signedIn(role);
			expect((await catalog.stats()).total).toBe(4);
			expect((await catalog.providers()).total).toBe(9);
		}
		const { catalog } = lab.api.as(null);
		for (const call of [catalog.stats(), catalog.providers()]) {
			expect((await refusalOf(call)).code).toBe("UNAUTHORIZED");
		}
	});

	it("only an admin enables and disables", async () => {
		const input = { ids: ["openai/a"], enabled: false };
		for (const role of ["viewer", "user", "power_user"] as const) {
			expect((await refusalOf((await signedIn(role)).catalog.setEnabled(input))).code).toBe("FORBIDDEN");
		}
		expect((await refusalOf(lab.api.as(null).catalog.setEnabled(input))).code).toBe("UNAUTHORIZED");
		expect((await findModel(lab.api, "openai/a"))?.enabled).toBe(true);
	});
});

describe("enabling and disabling", () => {
	it("changes all of the models, and says how many were not so already", async () => {
		const ids = ["openai/a", "openai/b", "openai/a"];
		expect(await lab.as.catalog.setEnabled({ ids, enabled: true })).toMatchObject({ changed: 1 });
		expect(await lab.as.catalog.setEnabled({ ids, enabled: false })).toMatchObject({ changed: 2 });
		expect((await lab.as.catalog.list({ enabled: true })).models.map(({ id }) => id)).toEqual([
			"groq/c",
			"custom/mine/d",
		]);
	});

	it("changes none when one is unknown, and names some of those", async () => {
		const unknown = Array.from({ length: 7 }, (_, n) => `openai/none-${n}`);
		const refusal = await refusalOf(lab.as.catalog.setEnabled({ ids: ["openai/a", ...unknown], enabled: false }));
		expect(refusal).toMatchObject({ code: "NOT_FOUND", message: expect.stringContaining("openai/none-0, ") });
		expect(refusal.message).toContain("and 2 more");
		expect((await findModel(lab.api, "openai/a"))?.enabled).toBe(true);
	});

	it.each([
		["no ids", { ids: [], enabled: true }, "ids"],
		["too many ids", { ids: Array.from({ length: 5001 }, (_, n) => `${n}`), enabled: true }, "ids"],
		["an id that is none", { ids: ["openai/a", 7], enabled: true }, "ids.1"],
		["no choice", { ids: ["openai/a"] }, "enabled"],
		["a field more", { ids: ["openai/a"], enabled: true, price: "0" }, ""],
	])("refuses %s", async (_name, input, field) => {
		const refusal = await refusalOf(lab.as.catalog.setEnabled(input as { ids: string[]; enabled: boolean }));
		expect(refusal).toMatchObject({ code: "BAD_REQUEST", fields: [field] });
	});
});

it("counts by provider, capability, state and price, retired ones apart", async () => {
	const stats = await lab.as.catalog.stats();
	expect(stats).toMatchObject({
		total: 4,
		enabled: 3,
		disabled: 1,
		retired: 1,
		byPriceState: { priced: 1, free: 1, unknown: 2 },
		latestPriceAsOf: "2026-01-01",
		lastChangedAt: expect.any(Date),
		seed: null,
	});
	expect(stats.byProvider.find(({ providerType }) => providerType === "openai")).toEqual({
		providerType: "openai",
		total: 2,
		enabled: 1,
	});
	expect(stats.byCapability).toContainEqual({ capability: "tools", total: 1 });
	expect(stats.byCapability).toContainEqual({ capability: "vision", total: 0 });
});

it("says of an empty catalog that it is empty", async () => {
	await setCatalog(lab.api, []);
	expect(await lab.as.catalog.stats()).toMatchObject({ total: 0, latestPriceAsOf: null, lastChangedAt: null });
	expect(await lab.as.catalog.list()).toEqual({ models: [], total: 0 });
});

it("tells people who are no admins which provider has a key, and nothing of the key", async () => {
	const environmentProviders = { ...hostsAt(lab.sandbox), groq: { apiKey: canary } };
	const sandboxBaseUrl = lab.sandbox.baseUrl("custom");
	await lab.as.keys.save({ providerType: "openai", apiKey: canary });
	await lab.as.keys.save({ providerType: "custom", name: "Mine", baseUrl: "http://127.0.0.1:9/v1", test: false });
	const api = await lab.api.restart({ environmentProviders, sandboxBaseUrl });
	const { providers } = await api.as(await api.createUser("viewer")).catalog.providers();
	const of = (type: string) => providers.find(({ providerType }) => providerType === type);
	expect(of("openai")).toMatchObject({
		keySource: "database",
		healthStatus: "healthy",
		total: 2,
		enabled: 1,
		endpoints: [],
	});
	expect(of("groq")).toMatchObject({ keySource: "environment", total: 1 });
	expect(of("cohere")).toMatchObject({ keySource: "not_set", total: 0 });
	expect(of("custom")?.endpoints).toEqual([
		{ slug: "mine", name: "Mine", keySource: "database", healthStatus: "unknown", total: 1, enabled: 1 },
		{ slug: "sandbox", name: "Sandbox", keySource: "sandbox", healthStatus: "unknown", total: 0, enabled: 0 },
	]);
	const text = JSON.stringify(providers);
	for (const secret of [canary, "sk-cana", "4806", "127.0.0.1"]) expect(text).not.toContain(secret);
});
