import { describe, expect, it } from "vitest";
import { listFrom, secret } from "../test/list-from.ts";
import { jsonRoutes } from "../test/serve.ts";

describe("the paged lists of others", () => {
	it("Anthropic: after_id while has_more, key in x-api-key", async () => {
		const large = {
			id: "claude-large",
			display_name: "Claude Large",
			created_at: "2026-05-22T00:00:00Z",
			max_input_tokens: 1_000_000,
			max_tokens: 64_000,
			capabilities: {
				image_input: { supported: true },
				structured_outputs: { supported: false },
				thinking: { supported: true },
			},
		};
		const small = { id: "claude-small", display_name: "Claude Small", created_at: "1970-01-01T00:00:00Z" };
		const { models, requests } = await listFrom(
			"anthropic",
			jsonRoutes({
				"/v1/models?limit=1000": { data: [large], has_more: true, last_id: "claude-large" },
				"/v1/models?limit=1000&after_id=claude-large": { data: [small], has_more: false, last_id: "claude-small" },
			}),
		);
		expect(models).toEqual([
			{
				id: "claude-large",
				displayName: "Claude Large",
				contextLength: 1_000_000,
				maxOutputTokens: 64_000,
				capabilities: ["chat", "tools", "vision", "reasoning"],
				createdAt: "2026-05-22T00:00:00.000Z",
			},
			{ id: "claude-small", displayName: "Claude Small" },
		]);
		expect(requests[0]?.headers).toMatchObject({ "x-api-key": secret, "anthropic-version": expect.any(String) });
		expect(requests[0]?.headers).not.toHaveProperty("authorization");
	});

	it("Google: pageToken, key in x-goog-api-key and in no URL", async () => {
		const chat = {
			name: "models/gemini-9-flash",
			displayName: "Gemini 9 Flash",
			inputTokenLimit: 1_048_576,
			outputTokenLimit: 65_536,
			supportedGenerationMethods: ["generateContent", "countTokens"],
			thinking: true,
		};
		const others = [
			{ name: "models/gemini-embedding-9", inputTokenLimit: 2048, supportedGenerationMethods: ["embedContent"] },
			{ name: "models/imagen-9", supportedGenerationMethods: ["predict"] },
			{ name: "models/gemini-9-tts", supportedGenerationMethods: ["generateContent"] },
			{ name: "models/veo-9", supportedGenerationMethods: ["predictLongRunning"] },
		];
		const { models, requests } = await listFrom(
			"google",
			jsonRoutes({
				"/v1beta/models?pageSize=1000": { models: [chat], nextPageToken: "a+b/=" },
				"/v1beta/models?pageSize=1000&pageToken=a%2Bb%2F%3D": { models: others },
			}),
			"/v1beta",
		);
		expect(models.map(({ id, capabilities }) => [id, capabilities])).toEqual([
			["gemini-9-flash", ["chat", "reasoning"]],
			["gemini-embedding-9", ["embeddings"]],
			["imagen-9", ["image"]],
			["gemini-9-tts", ["audio"]],
			["veo-9", []],
		]);
		expect(models[0]).toMatchObject({
			displayName: "Gemini 9 Flash",
			contextLength: 1_048_576,
			maxOutputTokens: 65_536,
		});
		for (const { url, headers } of requests) {
			expect(headers["x-goog-api-key"]).toBe(secret);
			expect(url).not.toContain(secret);
		}
	});

	it("Cohere: page_token, from version 1 of the host that chats at version 2", async () => {
		const command = {
			name: "command-z",
			endpoints: ["chat", "generate"],
			features: ["tools", "json_mode", "reasoning"],
			context_length: 256_000,
		};
		const { models } = await listFrom(
			"cohere",
			jsonRoutes({
				"/v1/models?page_size=1000": { models: [command], next_page_token: "t-2" },
				"/v1/models?page_size=1000&page_token=t-2": {
					models: [
						{ name: "embed-z", endpoints: ["embed", "classify"], features: null, context_length: 512 },
						{ name: "see-z", endpoints: ["chat"], features: ["vision"], supports_vision: true, context_length: 0 },
					],
				},
			}),
			"/v2",
		);
		expect(models).toEqual([
			{ id: "command-z", contextLength: 256_000, capabilities: ["chat", "tools", "json", "reasoning"] },
			{ id: "embed-z", contextLength: 512, capabilities: ["embeddings"] },
			{ id: "see-z", capabilities: ["chat", "vision"] },
		]);
	});

	it("stops at a list whose pages repeat", async () => {
		const { pages, failed } = await listFrom("google", (_request, response) => {
			response.end(JSON.stringify({ models: [{ name: "models/a" }], nextPageToken: "again" }));
		});
		expect(pages.map(({ models }) => models.length)).toEqual([1, 0]);
		expect(failed).toMatchObject({ reason: "bad_response" });
	});

	it("keeps the pages that came before a failure", async () => {
		const { models, failed } = await listFrom("google", (request, response) => {
			if (request.url?.includes("pageToken")) response.writeHead(503).end("{}");
			else response.end(JSON.stringify({ models: [{ name: "models/a" }], nextPageToken: "b" }));
		});
		expect(models).toHaveLength(1);
		expect(failed).toMatchObject({ reason: "overloaded", retryable: true, status: 503 });
	});
});
