import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import file from "./seed/catalog.gen.json" with { type: "json" };
import { seedModels } from "./seed.ts";
import { priceClasses } from "./types.ts";
import { capabilities, factSources, priceStates, providerTypes } from "./vocabulary.ts";

const isoDate = z.iso.date();
const rate = z
	.string()
	.regex(/^\d+(\.\d+)?$/)
	.refine((text) => Number(text) <= 1000, "above 1,000 USD per 1M tokens");
const source = z.strictObject({
	source: z.enum(factSources),
	origin: z.enum(["genai-prices", "pi-ai", "documentation"]),
	asOf: isoDate,
});
const seedModel = z.strictObject({
	id: z.string(),
	provider: z.enum(providerTypes).exclude(["custom"]),
	upstreamId: z.string().min(1),
	displayName: z.string().min(1),
	contextLength: z.int().positive().nullable(),
	maxOutputTokens: z.int().positive().nullable(),
	capabilities: z.array(z.enum(capabilities)).min(1),
	price: z
		.strictObject({
			tiers: z
				.array(
					z.strictObject({
						aboveInputTokens: z.int().nonnegative(),
						rates: z.partialRecord(z.enum(priceClasses), rate),
					}),
				)
				.min(1),
			perRequest: rate.optional(),
			source: z.enum(factSources),
			asOf: isoDate,
		})
		.nullable(),
	priceState: z.enum(priceStates),
	deprecationDate: isoDate.nullable(),
	deprecated: z.boolean(),
	sources: z.strictObject({ facts: source, price: source.nullable(), deprecationDate: source.nullable() }),
});

test("every model has the seed's shape and an id of its own", () => {
	const models = z.array(seedModel).parse(seedModels());
	expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
	expect(models.length).toBeGreaterThan(1000);
	for (const provider of providerTypes) {
		const count = models.filter((model) => model.provider === provider).length;
		if (provider === "custom") expect(count).toBe(0);
		else expect(count, provider).toBeGreaterThan(15);
	}
	for (const model of models) {
		expect(model.id).toBe(`${model.provider}/${model.upstreamId}`);
		expect(model.price?.tiers[0]?.aboveInputTokens ?? 0, model.id).toBe(0);
	}
});

test("a price is free only where every class is zero, and unknown is null", () => {
	for (const { id, price, priceState } of seedModels()) {
		const rates = price?.tiers.flatMap((tier) => Object.values(tier.rates)) ?? [];
		if (priceState === "unknown") expect(price, id).toBeNull();
		if (priceState === "free") expect(rates.every((text) => Number(text) === 0) && rates.length > 0, id).toBe(true);
		if (priceState === "priced")
			expect(
				rates.some((text) => Number(text) > 0),
				id,
			).toBe(true);
	}
	expect(state("openrouter/openrouter/free")).toBe("free");
	expect(state("openrouter/nvidia/nemotron-3-super-120b-a12b:free")).toBe("free");
	expect(state("openrouter/openrouter/auto")).toBe("unknown");
	expect(state("openrouter/qwen/qwen3-coder:free")).toBe("unknown");
	expect(state("groq/whisper-large-v3")).toBe("unknown");
});

test.each([
	["openai/gpt-4o", "2.5", "10", 128_000, ["chat", "vision", "tools", "json"]],
	["openai/gpt-4o-2024-08-06", "2.5", "10", 128_000, ["chat", "vision", "tools", "json"]],
	["openrouter/openai/gpt-4o", "2.5", "10", 128_000, ["chat", "vision", "tools", "json"]],
	["anthropic/claude-sonnet-4-5", "3", "15", 200_000, ["chat", "vision", "tools", "json", "reasoning"]],
	["google/gemini-2.5-flash", "0.3", "2.5", 1_048_576, ["chat", "vision", "tools", "json", "reasoning"]],
	["groq/llama-3.3-70b-versatile", "0.59", "0.79", 131_072, ["chat", "tools", "json"]],
	["mistral/mistral-large-latest", "0.5", "1.5", 262_144, ["chat", "vision", "tools", "json"]],
	["cohere/command-a-03-2025", "2.5", "10", 256_000, ["chat", "tools", "json"]],
	["together/meta-llama/Llama-3.3-70B-Instruct-Turbo", "1.04", "1.04", 131_072, ["chat", "tools", "json"]],
])("%s is right", (id, input, output, contextLength, can) => {
	expect(byId(id)).toMatchObject({ contextLength, capabilities: can });
	expect(byId(id).price?.tiers[0]?.rates).toMatchObject({ input, output });
});

test("caches, tiers, other modalities and ends are kept", () => {
	expect(byId("anthropic/claude-sonnet-4-5").price?.tiers).toEqual([
		{
			aboveInputTokens: 0,
			rates: { input: "3", cachedInput: "0.3", cacheWrite: "3.75", cacheWrite1h: "6", output: "15" },
		},
		{
			aboveInputTokens: 200_000,
			rates: { input: "6", cachedInput: "0.6", cacheWrite: "7.5", cacheWrite1h: "12", output: "22.5" },
		},
	]);
	expect(byId("google/gemini-2.5-flash").price?.tiers[0]?.rates).toMatchObject({
		audioInput: "1",
		cachedAudioInput: "0.1",
	});
	expect(byId("openai/text-embedding-3-small").capabilities).toEqual(["embeddings"]);
	expect(byId("openai/gpt-image-1").capabilities).toEqual(["image"]);
	expect(byId("cohere/command")).toMatchObject({ deprecationDate: "2025-09-15", deprecated: true });
});

test("the seed was made with the genai-prices that is installed, and is small", () => {
	const manifest = new URL("../package.json", import.meta.resolve("@pydantic/genai-prices"));
	const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
	expect(file.origins["genai-prices"].version).toBe(version);
	expect(readFileSync(new URL("./seed/catalog.gen.json", import.meta.url)).byteLength).toBeLessThan(700_000);
});

function byId(id: string) {
	const model = seedModels().find((candidate) => candidate.id === id);
	if (!model) throw new Error(`the seed has no ${id}`);
	return model;
}

function state(id: string) {
	return byId(id).priceState;
}
