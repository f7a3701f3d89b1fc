import { schema } from "@llm-hub/db";
import { addUsd, computeCost, estimatedUsage, type Price } from "@llm-hub/providers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../../context.ts";
import { createTestApi, type TestApi } from "../../test/harness.ts";
import { flatPrice, modelFacts, setCatalog } from "../fixtures.ts";

const { llmUsageLogs, modelAliases } = schema;

/** Dearer above 1,000 input tokens. */
const tiered: Price = {
	...flatPrice("1", "4"),
	tiers: [
		{ aboveInputTokens: 0, rates: { input: "1", cachedInput: "0.1", output: "4" } },
		{ aboveInputTokens: 1_000, rates: { input: "2", cachedInput: "0.2", output: "8", reasoning: "16" } },
	],
};

let api: TestApi;
let user: UserActor;
beforeAll(async () => {
	api = await createTestApi();
	await setCatalog(api, [
		modelFacts("openai/dear", {
			price: flatPrice("10", "40"),
			contextLength: 1_200,
			capabilities: ["chat", "reasoning"],
		}),
		modelFacts("openai/tiered", { price: tiered }),
		modelFacts("openai/cheap", { price: flatPrice("0.5", "1"), maxOutputTokens: 200 }),
		modelFacts("openai/unpriced"),
		modelFacts("openai/off", { price: flatPrice("0.1", "0.1"), enabled: false }),
		modelFacts("groq/free", { price: flatPrice("0", "0") }),
	]);
	user = await api.createUser("user");
	await api.db.insert(modelAliases).values({ name: "fast", modelId: "openai/cheap", updatedBy: user.userId });
});
afterAll(() => api.close());

const given = {
	kind: "given",
	messagesPerDay: 100,
	daysPerMonth: 30,
	inputTokens: 1_000,
	outputTokens: 200,
	spreadPercent: 10,
	cachedPercent: 50,
} as const;
const all = ["openai/dear", "openai/unpriced", "openai/tiered", "fast", "groq/free", "openai/gone", "nobody"];

describe("the cost of given traffic", () => {
	it("is a range for each model, the cheapest first, in the terms of a run's cost; unknown is no amount and stands last", async () => {
		const out = await api.as(null).catalog.calculate({ models: all, traffic: given, baseline: "openai/tiered" });
		expect(out).toMatchObject({
			messages: 3_000,
			low: { inputTokens: 900, cachedInputTokens: 450, outputTokens: 180 },
			typical: { inputTokens: 1_000, cachedInputTokens: 500, outputTokens: 200 },
			high: { inputTokens: 1_100, cachedInputTokens: 0, outputTokens: 220 },
			recorded: null,
			beyond: null,
			baseline: { how: "chosen", forecast: { typicalUsd: "4.05" } },
		});
		expect(
			out.models.map(({ asked, state, lowUsd, typicalUsd, highUsd, differenceUsd }) => [
				asked,
				state,
				lowUsd,
				typicalUsd,
				highUsd,
				differenceUsd,
			]),
		).toEqual([
			["groq/free", "free", "0", "0", "0", "-4.05"],
			["fast", "estimated", "1.89", "2.1", "2.31", "-1.95"],
			["openai/tiered", "estimated", "3.645", "4.05", "11.88", "0"],
			["openai/dear", "estimated", "48.6", "54", "59.4", "49.95"],
			["nobody", "missing", null, null, null, null],
			["openai/gone", "missing", null, null, null, null],
			["openai/unpriced", "unpriced", null, null, null, null],
		]);
		expect(out.models.at(-1)?.explanation).toEqual(["Unknown: no source names a price for the model"]);
		const [, cheap, between, dear] = out.models;
		expect(between).toMatchObject({ eachUsd: "0.00135", notes: ["tiers"] });
		expect(between?.explanation).toEqual([
			"1,500,000 input tokens × $1.00/1M = $1.50",
			"1,500,000 cached input tokens × $0.10/1M = $0.15",
			"600,000 output tokens × $4.00/1M = $2.40",
			"Total: $4.05",
			"Price from seed, as of 2026-01-01",
		]);
		expect(cheap).toMatchObject({ modelId: "openai/cheap", notes: ["answer_too_long", "no_cache_price"] });
		expect(dear?.notes).toEqual(["too_long", "reasoning", "no_cache_price"]);
	});

	it("without models is that of the cheapest that the caller may use, and says how many more there are", async () => {
		const out = await api.as(user).catalog.calculate({ traffic: given });
		const shown = out.models.map(({ modelId }) => modelId);
		// There is no key: nothing is usable for somebody who is signed in.
		expect(shown).toEqual([]);
		const visitor = await api.as(null).catalog.calculate({ traffic: given });
		expect(visitor.models.map(({ modelId }) => modelId)).toEqual([
			"groq/free",
			"openai/cheap",
			"openai/tiered",
			"openai/dear",
		]);
		expect(visitor.beyond).toEqual({ dearer: 0, unpriced: 1 });
	});

	it("refuses what is no traffic, and more than fifty models", async () => {
		const refused = (changes: object) => api.as(null).catalog.calculate({ traffic: { ...given, ...changes } });
		await expect(refused({ messagesPerDay: 0 })).rejects.toThrow("Messages a day must be 1 or more.");
		await expect(refused({ inputTokens: 1.5 })).rejects.toThrow("Input tokens must be a whole number.");
		await expect(refused({ cachedPercent: 101 })).rejects.toThrow("The cached share must be 100 or less.");
		const many = Array.from({ length: 51 }, (_, index) => `openai/${index}`);
		await expect(api.as(null).catalog.calculate({ models: many, traffic: given })).rejects.toThrow("At most 50 models");
	});
});

describe("the cost of the last 30 days' runs", () => {
	const sizes = [
		[100, 0, 50, 0],
		[900, 300, 100, 20],
		[1_001, 500, 70, null],
		[5_000, 4_000, 300, 100],
	] as const;
	const row = (actor: UserActor, index: number, changes: Partial<typeof llmUsageLogs.$inferInsert> = {}) => {
		const [inputTokens, cachedInputTokens, outputTokens, reasoningTokens] = sizes[index % sizes.length]!;
		return {
			id: `${actor.userId}-${index}`,
			userId: actor.userId,
			door: "lab" as const,
			modelId: "openai/dear",
			providerType: "openai",
			keySource: "environment" as const,
			state: "success" as const,
			...{ inputTokens, cachedInputTokens, cacheWriteTokens: 0, outputTokens, reasoningTokens },
			costUsd: "0.25",
			...changes,
		};
	};
	const runs = (scope: "own" | "company") => ({ models: ["openai/tiered"], traffic: { kind: "runs", scope } as const });
	let other: UserActor;
	beforeAll(async () => {
		other = await api.createUser("admin");
		await api.db
			.insert(llmUsageLogs)
			.values([
				...sizes.map((_, index) => row(user, index)),
				row(user, 4, { state: "failed", inputTokens: null, outputTokens: null, costUsd: null }),
				row(user, 5, { startedAt: new Date(Date.now() - 31 * 86_400_000) }),
				row(other, 6, { modelId: "openai/unpriced", costUsd: null }),
			]);
	});

	it("is what the formula says of each of them, tier by tier, beside what they did cost", async () => {
		const out = await api.as(user).catalog.calculate(runs("own"));
		const each = sizes.map(([input, cachedInputTokens, output, reasoningTokens]) => {
			const usage = { ...estimatedUsage(input, output), cachedInputTokens, reasoningTokens: reasoningTokens ?? 0 };
			return computeCost({ provider: "openai", usage, price: tiered }).usd!;
		});
		expect(out).toMatchObject({
			messages: 4,
			low: { inputTokens: 100, outputTokens: 50 },
			typical: { inputTokens: 1_750, cachedInputTokens: 1_200, outputTokens: 130 },
			high: { inputTokens: 5_000, cachedInputTokens: 0, outputTokens: 300 },
			recorded: { days: 30, runs: 4, uncounted: 1, costUsd: "1", unpriced: 0 },
			baseline: { how: "most_used", runs: 5, forecast: { modelId: "openai/dear" } },
			models: [{ typicalUsd: each.reduce(addUsd, "0"), state: "estimated" }],
		});
	});

	it("is everybody's for admins alone, and nobody's for a visitor or a token without usage:read", async () => {
		const company = await api.as(other).catalog.calculate(runs("company"));
		expect(company).toMatchObject({ messages: 5, recorded: { runs: 5, uncounted: 1, costUsd: "1", unpriced: 1 } });
		await expect(api.as(user).catalog.calculate(runs("company"))).rejects.toThrow("Only an admin");
		await expect(api.as(null).catalog.calculate(runs("own"))).rejects.toMatchObject({ code: "UNAUTHORIZED" });
		const token = { ...user, kind: "token", tokenId: "t", tokenName: "t", scopes: ["catalog:read"] } as const;
		await expect(api.as(token).catalog.calculate(runs("own"))).rejects.toThrow("usage:read");
	});

	it("is no figure at all where there are no runs", async () => {
		const nobody = await api.createUser("user");
		const out = await api.as(nobody).catalog.calculate(runs("own"));
		expect(out).toMatchObject({ messages: 0, models: [], baseline: null, recorded: { runs: 0 } });
	});
});
