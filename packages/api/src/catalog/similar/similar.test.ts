import { schema } from "@llm-hub/db";
import type { Price } from "@llm-hub/providers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authenticateToken } from "../../access/tokens/authenticate-token.ts";
import type { UserActor } from "../../context.ts";
import { refusalOf } from "../../keys/fixtures.ts";
import { createTestApi, type TestApi } from "../../test/harness.ts";
import { flatPrice, modelFacts, setCatalog } from "../fixtures.ts";

const { llmUsageLogs } = schema;

const capabilities: ("chat" | "tools")[] = ["chat", "tools"];
const chat = (id: string, price: Price | null, changes: Parameters<typeof modelFacts>[1] = {}) =>
	modelFacts(id, { price, capabilities, contextLength: 128_000, ...changes });
/** Dearer above 1,000 tokens of input, and with a fee. */
const tiered: Price = {
	...flatPrice("1", "4"),
	tiers: [
		{ aboveInputTokens: 0, rates: { input: "1", output: "4" } },
		{ aboveInputTokens: 1_000, rates: { input: "2", output: "8" } },
	],
	perRequest: "0.01",
};

let api: TestApi;
let user: UserActor;
let admin: UserActor;
beforeAll(async () => {
	api = await createTestApi();
	user = await api.createUser("user");
	admin = await api.createUser("admin");
	await setCatalog(api, [
		chat("openai/gpt-4o", flatPrice("2.5", "10")),
		chat("openrouter/openai/gpt-4o", flatPrice("2.6", "11")),
		chat("openai/gpt-4o-2024-08-06", flatPrice("30", "60")),
		chat("mistral/near", tiered),
		chat("groq/cheap", flatPrice("0.05", "0.08"), { contextLength: 200_000 }),
		chat("together/unpriced", null),
		chat("groq/short", flatPrice("2.5", "10"), { contextLength: 8_000 }),
		chat("groq/unknown-context", flatPrice("2.5", "10"), { contextLength: null }),
		chat("groq/no-tools", flatPrice("2.5", "10"), { capabilities: ["chat"] }),
		chat("groq/off", flatPrice("2.5", "10"), { enabled: false }),
		chat("groq/retired", flatPrice("2.5", "10"), { retiredAt: new Date() }),
		chat("groq/ending", flatPrice("2.5", "10"), { deprecationDate: "2099-01-01" }),
		modelFacts("custom/own/llama", { capabilities: [], contextLength: null }),
	]);
	const row = (id: string, more: Partial<typeof llmUsageLogs.$inferInsert>) => ({
		id: `similar-${id}`,
		userId: user.userId,
		door: "lab" as const,
		modelId: "openai/gpt-4o",
		providerType: "openai",
		keySource: "environment" as const,
		state: "success" as const,
		costState: "computed",
		...more,
	});
	await api.db
		.insert(llmUsageLogs)
		.values([
			row("short", { inputTokens: 1_000, outputTokens: 100, costUsd: "0.0035" }),
			row("long", { inputTokens: 1_001, outputTokens: 100, cachedInputTokens: 500, costUsd: "0.0035025" }),
			row("stopped", { inputTokens: 10, outputTokens: 0, state: "cancelled", costState: "unpriced" }),
			row("uncounted", { state: "failed", costState: null }),
			row("theirs", { userId: admin.userId, inputTokens: 2_000, outputTokens: 0, costUsd: "0.005" }),
			row("under-way", { state: "started", inputTokens: 9_999, outputTokens: 9_999 }),
			row("old", { inputTokens: 9_999, outputTokens: 9_999, startedAt: new Date(Date.now() - 31 * 86_400_000) }),
		]);
});
afterAll(() => api.close());

describe("similar models", () => {
	it("are those that can all of it in at least its context: offers of the same first, then the nearest price", async () => {
		const { models } = await api.as(user).catalog.similar({ modelId: "openai/gpt-4o" });
		expect(models.map(({ id, isSameModel }) => [id, isSameModel])).toEqual([
			["openrouter/openai/gpt-4o", true],
			["openai/gpt-4o-2024-08-06", true],
			["mistral/near", false],
			["groq/cheap", false],
			["together/unpriced", false],
		]);
		expect(models[0]?.usability?.reason).toBe("not_configured");
		const { models: any } = await api.as(user).catalog.similar({ modelId: "custom/own/llama" });
		expect(any.map(({ id }) => id)).toContain("groq/short");
		expect(any).toHaveLength(8);
	});

	it("are priced by the caller's own runs of 30 days, each run in its tier, and what is unknown stays unknown", async () => {
		const { basis, here, models } = await api.as(user).catalog.similar({ modelId: "openai/gpt-4o" });
		expect(basis).toEqual({
			kind: "usage",
			scope: "own",
			days: 30,
			runs: 3,
			uncounted: 1,
			inputTokens: 2_011,
			outputTokens: 200,
			spentUsd: "0.0070025",
			unpriced: 1,
		});
		// 2,011 × 2.5 + 200 × 10 per million: this price has no discount for what was cached.
		expect(here).toEqual({ usd: "0.0070275", state: "estimated" });
		const on = (id: string) => models.find((model) => model.id === id);
		// 1,010 × 1 + 1,001 × 2 + 100 × 4 + 100 × 8 per million, and three fees.
		expect(on("mistral/near")).toMatchObject({ usd: "0.034212", state: "estimated", differenceUsd: "0.0271845" });
		expect(on("together/unpriced")).toMatchObject({ usd: null, state: "unpriced", differenceUsd: null });
	});

	it("are priced by everybody's runs for an admin, and for nobody else", async () => {
		const { basis } = await api.as(admin).catalog.similar({ modelId: "openai/gpt-4o" });
		expect(basis).toMatchObject({ scope: "everybody", runs: 4, inputTokens: 4_011 });
		const own = await api.as(admin).catalog.similar({ modelId: "openai/gpt-4o", usage: "own" });
		expect(own.basis).toMatchObject({ scope: "own", runs: 1, inputTokens: 2_000 });
		const { token } = await api
			.as(admin)
			.access.tokens.create({ name: "sums", scopes: ["catalog:read", "usage:read"] });
		const reader = await authenticateToken(api.db, token);
		expect((await api.as(reader).catalog.similar({ modelId: "openai/gpt-4o" })).basis).toMatchObject({ scope: "own" });
		for (const actor of [user, reader]) {
			const refusal = await refusalOf(api.as(actor).catalog.similar({ modelId: "openai/gpt-4o", usage: "everybody" }));
			expect(refusal.code).toBe("FORBIDDEN");
		}
	});

	it("are priced by a stated example where there was no run, or the caller may not read usage", async () => {
		const example = { kind: "example", messages: 1_000, inputTokens: 500, outputTokens: 250 };
		expect((await api.as(user).catalog.similar({ modelId: "groq/cheap" })).basis).toEqual(example);
		const { token } = await api.as(admin).access.tokens.create({ name: "reads", scopes: ["catalog:read"] });
		const reader = api.as(await authenticateToken(api.db, token));
		const read = await reader.catalog.similar({ modelId: "openai/gpt-4o" });
		expect(read.basis).toEqual(example);
		// 500,000 × 1 + 250,000 × 4 per million and a thousand fees: no message is in the upper tier.
		expect(read.models.find(({ id }) => id === "mistral/near")).toMatchObject({ usd: "11.5" });
	});

	it("are of a model that there is", async () => {
		const refusal = await refusalOf(api.as(user).catalog.similar({ modelId: "openai/none" }));
		expect([refusal.code, refusal.message]).toEqual(["NOT_FOUND", "The catalog has no such model."]);
	});
});
