import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { serve } from "../test/serve.ts";
import type { ListedModel } from "../types.ts";
import { type ProviderType, providerTypes } from "../vocabulary.ts";
import { listings, listModels } from "./list-models.ts";

const wireDir = process.env.WIRE_DIR;

interface Recording {
	provider: ProviderType;
	name: string;
	text: string;
}

/** Every recorded model list (not the single models) below `WIRE_DIR`. */
const recordings = (): Recording[] =>
	providerTypes.flatMap((provider) => {
		const folder = join(wireDir ?? "", provider, "models");
		if (!wireDir || !existsSync(folder)) return [];
		const metas = readdirSync(folder).filter((file) => file.endsWith(".meta.json"));
		return metas.flatMap((file) => {
			const meta = JSON.parse(readFileSync(join(folder, file), "utf8"));
			if (!meta.request.path.endsWith("/models")) return [];
			return [
				{ provider, name: file.replace(".meta.json", ""), text: readFileSync(join(folder, meta.bodyFile), "utf8") },
			];
		});
	});

/** Serves the recording as the first page and an empty page after it. */
const listRecorded = async ({ provider, text }: Recording): Promise<ListedModel[]> => {
	const first = listings[provider].path(null);
	await using server = await serve((request, response) => {
		response.setHeader("content-type", "application/json");
		response.end(request.url === `/v1${first}` ? text : '{"models":[],"data":[]}');
	});
	const models: ListedModel[] = [];
	for await (const page of listModels({ provider, baseUrl: server.baseUrl, secret: null, allowPrivate: true })) {
		if ("failed" in page) throw new Error(page.failed.message);
		models.push(...page.models);
	}
	return models;
};

/** The ids of a list, read by nothing but JSON.parse. */
const idsIn = (text: string): string[] => {
	const body = JSON.parse(text);
	const entries: Record<string, unknown>[] = Array.isArray(body) ? body : (body.data ?? body.models);
	const offered = entries.filter(({ active }) => active !== false);
	return [...new Set(offered.map(({ id, name }) => String(id ?? name).replace(/^models\//, "")))];
};

/** What each model of an OpenRouter list asks for a prompt token, read by nothing but JSON.parse. */
const perTokenInputs = (text: string): Map<string, number> =>
	new Map(
		JSON.parse(text).data.map((entry: { id: string; pricing: { prompt: string } }) => [
			entry.id,
			Number(entry.pricing.prompt),
		]),
	);

/** Facts that were read off the recordings by eye. */
const facts: Record<string, { id: string; has: object }[]> = {
	"models-llm-openrouter-04-aug-2026": [
		{
			id: "openai/gpt-5-nano",
			has: {
				displayName: "OpenAI: GPT-5 Nano",
				contextLength: 400_000,
				maxOutputTokens: 128_000,
				capabilities: ["chat", "vision", "tools", "json", "reasoning"],
				price: { tiers: [{ aboveInputTokens: 0, rates: { input: "0.05", output: "0.4", cachedInput: "0.005" } }] },
			},
		},
	],
	"models-models-dev-2026-06": [
		{ id: "x-ai/grok-4", has: { deprecationDate: "2026-05-15" } },
		{ id: "openrouter/auto", has: { price: undefined } },
		{
			id: "openai/gpt-audio",
			has: { price: { tiers: [{ rates: { input: "2.5", output: "10", audioInput: "32" } }] } },
		},
	],
	"models-llm-gemini-05-aug-2026": [
		{
			id: "gemini-2.5-flash",
			has: { contextLength: 1_048_576, maxOutputTokens: 65_536, capabilities: ["chat", "reasoning"] },
		},
		{ id: "gemini-embedding-001", has: { capabilities: ["embeddings"], contextLength: 2048 } },
		{ id: "imagen-4.0-generate-001", has: { capabilities: ["image"] } },
	],
	"models-lc-2025-07-cohere": [
		{ id: "command-a-03-2025", has: { contextLength: 288_000, capabilities: ["chat", "tools", "json"] } },
		{ id: "command-a-vision", has: { capabilities: ["chat", "vision", "json"] } },
		{ id: "embed-v4.0", has: { contextLength: 8192, capabilities: ["embeddings"] } },
		{ id: "rerank-v3.5", has: { capabilities: [] } },
	],
	"models-lc-2025-07-groq": [{ id: "qwen/qwen3-32b", has: { contextLength: 131_072, maxOutputTokens: 40_960 } }],
	"models-lc-2025-07-together": [
		{
			id: "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo",
			has: { price: { tiers: [{ rates: { input: "0.18", output: "0.18" } }] } },
		},
		{ id: "meta-llama/Llama-Vision-Free", has: { price: { tiers: [{ rates: { input: "0", output: "0" } }] } } },
		{ id: "google/gemma-3-27b-it", has: { price: undefined } },
		{ id: "cartesia/sonic", has: { price: undefined, capabilities: ["audio"] } },
	],
	"models-lc-2025-07-mistral": [
		{ id: "mistral-medium-2505", has: { contextLength: 131_072, capabilities: ["chat", "vision", "tools"] } },
		{ id: "mistral-embed", has: { capabilities: ["embeddings"] } },
	],
	"models-lc-2025-07-claude": [{ id: "claude-opus-4-20250514", has: { displayName: "Claude Opus 4" } }],
	"models-lc-2025-07-sambanova": [
		{
			id: "DeepSeek-R1-0528",
			has: { contextLength: 32_768, price: { tiers: [{ rates: { input: "5", output: "7" } }] } },
		},
	],
};

const all = recordings();

describe("recorded model lists", () => {
	it("are looked for in WIRE_DIR, and found where it is set", () => {
		expect(all.length > 0).toBe(Boolean(wireDir));
	});

	for (const recording of all) {
		it(`${recording.provider}: ${recording.name}`, async () => {
			const models = await listRecorded(recording);
			expect(models.map(({ id }) => id)).toEqual(idsIn(recording.text));
			if (recording.provider === "openrouter") {
				const listed = perTokenInputs(recording.text);
				expect(listed.size).toBeGreaterThan(0);
				for (const { id, price } of models) {
					const perToken = listed.get(id) ?? -1;
					if (perToken < 0) expect(price).toBeUndefined();
					else expect(Number(price?.tiers[0]?.rates.input)).toBeCloseTo(perToken * 1e6, 6);
				}
			}
			for (const { id, has } of facts[recording.name] ?? []) {
				const model = models.find((candidate) => candidate.id === id);
				expect(model && { price: undefined, ...model }).toMatchObject(has);
			}
		});
	}
});
