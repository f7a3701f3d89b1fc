import { describe, expect, it } from "vitest";
import { listFrom, modelsOf, secret } from "../test/list-from.ts";
import { jsonRoutes, serve } from "../test/serve.ts";
import type { Failure, Target } from "../types.ts";
import { listModels } from "./list-models.ts";

const today = new Date().toISOString().slice(0, 10);

describe("the lists of one page", () => {
	it("OpenAI and Groq: ids, dates and the limits that are there; inactive models are not offered", async () => {
		const data = [
			{ id: "m-1", object: "model", created: 1_700_000_000, owned_by: "acme" },
			{ id: "m-2", active: true, created: 0, context_window: 131_072, max_completion_tokens: 40_960 },
			{ id: "m-3", active: false, created: 1_700_000_000 },
		];
		const expected = [
			{ id: "m-1", createdAt: "2023-11-14T22:13:20.000Z" },
			{ id: "m-2", contextLength: 131_072, maxOutputTokens: 40_960 },
		];
		expect(await modelsOf("openai", { object: "list", data })).toEqual(expected);
		expect(await modelsOf("groq", { object: "list", data })).toEqual(expected);
	});

	it("custom: the spellings of vLLM, Fireworks, OpenRouter-like proxies and a bare array", async () => {
		const models = await modelsOf("custom", [
			{ id: "vllm", max_model_len: 32_768 },
			{ id: "fireworks", context_length: 8192, supports_chat: true, supports_image_input: false, supports_tools: true },
			{ id: "proxy", pricing: { prompt: "0.000005", completion: "0.000007" }, max_completion_tokens: 7168 },
			{ id: "units", pricing: { input: "0.5", output: "2" } },
		]);
		expect(models).toMatchObject([
			{ id: "vllm", contextLength: 32_768 },
			{ id: "fireworks", contextLength: 8192, capabilities: ["chat", "tools"] },
			{ id: "proxy", maxOutputTokens: 7168, price: { tiers: [{ rates: { input: "5", output: "7" } }] } },
			{ id: "units" },
		]);
		expect(models[3]).not.toHaveProperty("price");
	});

	it("custom: an empty Ollama, and a server that wants no key", async () => {
		await using server = await serve(jsonRoutes({ "/v1/models": { object: "list", data: null } }));
		const target: Target = { provider: "custom", baseUrl: server.baseUrl, secret: null, allowPrivate: true };
		const pages = [];
		for await (const page of listModels(target)) pages.push(page);
		expect(pages).toEqual([{ page: 1, models: [] }]);
		expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
	});

	it("Mistral: capabilities by name, deprecation as a date, a double listing once", async () => {
		const chat = {
			id: "mistral-x",
			name: "Mistral X",
			max_context_length: 131_072,
			capabilities: { completion_chat: true, function_calling: true, vision: true, completion_fim: false },
			deprecation: "2027-03-31T12:00:00Z",
			deprecation_replacement_model: "mistral-y",
		};
		const embed = { id: "mistral-embed", capabilities: { completion_chat: false }, deprecation: null };
		expect(await modelsOf("mistral", { data: [chat, embed, chat] })).toEqual([
			{
				id: "mistral-x",
				displayName: "Mistral X",
				contextLength: 131_072,
				capabilities: ["chat", "vision", "tools"],
				deprecationDate: "2027-03-31",
				replacedBy: "mistral-y",
			},
			{ id: "mistral-embed", capabilities: ["embeddings"] },
		]);
	});

	it("Together: prices per 1M as they are, none for other units, 0 only where it is free", async () => {
		const priced = (id: string, type: string, input: number, output: number) => ({
			id,
			type,
			pricing: { input, output, hourly: 0, base: 0, finetune: 0 },
		});
		const models = await modelsOf("together", [
			{ ...priced("acme/chat", "chat", 0.18000000000000002, 0.59), context_length: 32_768, display_name: "Chat" },
			priced("acme/chat-Free", "chat", 0, 0),
			priced("acme/rented", "chat", 0, 0),
			priced("acme/voice", "audio", 65, 0),
			priced("acme/picture", "image", 0, 0),
			priced("acme/vectors", "embedding", 0.008, 0.008),
		]);
		expect(models.map(({ id, capabilities, price }) => [id, capabilities, price?.tiers[0]?.rates])).toEqual([
			["acme/chat", ["chat"], { input: "0.18", output: "0.59" }],
			["acme/chat-Free", ["chat"], { input: "0", output: "0" }],
			["acme/rented", ["chat"], undefined],
			["acme/voice", ["audio"], undefined],
			["acme/picture", ["image"], undefined],
			["acme/vectors", ["embeddings"], { input: "0.008", output: "0.008" }],
		]);
		expect(models[0]).toMatchObject({
			displayName: "Chat",
			contextLength: 32_768,
			price: { source: "provider", asOf: today },
		});
	});
});

describe("answers that are no list", () => {
	it.each<[string, number, string, string, Partial<Failure>]>([
		["a web page", 200, "text/html", "<!doctype html><p>hi", { reason: "bad_response" }],
		["a web page without a type", 200, "", "\n<html>", { reason: "bad_response" }],
		["nothing", 200, "application/json", "", { reason: "bad_response" }],
		["half a list", 200, "application/json", '{"data":[{"id":"a"', { reason: "bad_response" }],
		["another shape", 200, "application/json", '{"status":"ok"}', { reason: "bad_response" }],
		["a number", 200, "application/json", "7", { reason: "bad_response" }],
		["null", 200, "application/json", "null", { reason: "bad_response" }],
		[
			"an error under 200",
			200,
			"application/json",
			'{"error":{"message":"Rate limit","code":"rate_limit_exceeded"}}',
			{ reason: "rate_limited" },
		],
		[
			"a wrong key",
			401,
			"application/json",
			'{"error":{"message":"Incorrect API key provided: sk-test-0123456789"}}',
			{ reason: "unauthorized", status: 401 },
		],
	])("%s is one failure", async (_name, status, type, body, expected) => {
		const { pages, failed } = await listFrom("openai", (_request, response) => {
			response.writeHead(status, type ? { "content-type": type } : {}).end(body);
		});
		expect(pages).toEqual([]);
		expect(failed).toMatchObject(expected);
		expect(failed?.message).not.toContain(secret);
		expect(failed?.message).not.toMatch(/127\.0\.0\.1/);
	});

	it("entries that are no models are passed over", async () => {
		const data = [null, 7, "x", [], {}, { id: "" }, { id: 5 }, { id: "good" }];
		expect(await modelsOf("openai", { data })).toEqual([{ id: "good" }]);
	});

	it("no text of an entry is one that nothing can keep, and an id that is one names no model", async () => {
		const data = [
			{ id: "half \ud83d" },
			{ id: "nul \u0000" },
			{ id: "good", display_name: "Nul \u0000 and half \ud83d" },
			{ id: "whole 😀" },
		];
		expect(await modelsOf("custom", { data })).toEqual([
			{ id: "good", displayName: "Nul \ufffd and half \ufffd" },
			{ id: "whole 😀" },
		]);
	});
});
