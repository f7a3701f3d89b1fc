import { describe, expect, test } from "vitest";
import { adapters } from "./adapter.ts";
import type { ChatRequest } from "./types.ts";
import { type ProviderType, providerTypes } from "./vocabulary.ts";

const full: ChatRequest = {
	model: "m-1",
	stream: true,
	messages: [
		{ role: "system", content: "Be brief." },
		{
			role: "user",
			content: [
				{ type: "text", text: "What is this?" },
				{ type: "image", mediaType: "image/png", base64: "aGk=" },
			],
		},
		{ role: "assistant", content: "", toolCalls: [{ id: "t1", name: "look", arguments: '{"at":"it"}' }] },
		{ role: "tool", toolCallId: "t1", content: "a cat" },
		{ role: "user", content: "Sure?" },
	],
	temperature: 1.5,
	maxTokens: 200,
	topP: 0.9,
	stop: ["END"],
	seed: 7,
	tools: [{ name: "look", description: "Looks", parameters: { type: "object" } }],
};

/** What goes over the wire: absent fields are absent. */
const wire = (provider: ProviderType, request: Partial<ChatRequest> = {}) => {
	const call = adapters[provider].chatCall({ ...full, ...request });
	return { ...call, json: JSON.parse(JSON.stringify(call.json)) };
};

const hello = { messages: [{ role: "user" as const, content: "Hello" }], tools: undefined, stop: undefined };

describe("OpenAI's dialect", () => {
	test("has every part of a request", () => {
		expect(wire("custom")).toEqual({
			path: "/chat/completions",
			json: {
				model: "m-1",
				stream: true,
				stream_options: { include_usage: true },
				messages: [
					{ role: "system", content: "Be brief." },
					{
						role: "user",
						content: [
							{ type: "text", text: "What is this?" },
							{ type: "image_url", image_url: { url: "data:image/png;base64,aGk=" } },
						],
					},
					{
						role: "assistant",
						content: null,
						tool_calls: [{ id: "t1", type: "function", function: { name: "look", arguments: '{"at":"it"}' } }],
					},
					{ role: "tool", tool_call_id: "t1", content: "a cat" },
					{ role: "user", content: "Sure?" },
				],
				max_tokens: 200,
				temperature: 1.5,
				top_p: 0.9,
				stop: ["END"],
				seed: 7,
				tools: [{ type: "function", function: { name: "look", description: "Looks", parameters: { type: "object" } } }],
			},
		});
	});

	test("asks for usage only where a stream would leave it out", () => {
		expect(wire("together", { stream: false }).json).not.toHaveProperty("stream_options");
	});

	test.each([
		[{ type: "object", additionalProperties: false }, true],
		[{ type: "object" }, undefined],
	])("is strict about the schema %j only when it is closed", (schema, strict) => {
		const { response_format } = wire("openai", { jsonSchema: { name: "answer", schema } }).json;
		expect(response_format).toEqual({
			type: "json_schema",
			json_schema: strict ? { name: "answer", schema, strict } : { name: "answer", schema },
		});
	});
});

describe("OpenAI", () => {
	test.each(["o1", "o3-mini", "o4-mini-2025-04-16", "gpt-5", "gpt-5.2-pro", "gpt-6-nano", "ft:gpt-5-mini:me"])(
		"%s reasons: no temperature, its own name for the limit",
		(model) => {
			const { json } = wire("openai", { model, reasoningEffort: "high" });
			expect(json).toMatchObject({ max_completion_tokens: 200, reasoning_effort: "high" });
			for (const field of ["temperature", "top_p", "max_tokens"]) expect(json).not.toHaveProperty(field);
		},
	);

	test.each(["gpt-4o", "gpt-4.1-mini", "gpt-5-chat-latest", "gpt-5.2-chat-latest", "gpt-3.5-turbo"])(
		"%s does not",
		(model) => {
			const { json } = wire("openai", { model, reasoningEffort: "high" });
			expect(json).toMatchObject({ max_completion_tokens: 200, temperature: 1.5, top_p: 0.9 });
			expect(json).not.toHaveProperty("reasoning_effort");
		},
	);

	test.each([
		["gpt-5-mini", "minimal"],
		["gpt-5.1", "low"],
		["o3", "low"],
	])("the least effort of %s is %s", (model, effort) => {
		expect(wire("openai", { model, reasoningEffort: "minimal" }).json.reasoning_effort).toBe(effort);
	});
});

describe("those who speak it their own way", () => {
	test("OpenRouter is asked for the charged cost and takes the effort in an object", () => {
		const { json } = wire("openrouter", { reasoningEffort: "low" });
		expect(json).toMatchObject({ usage: { include: true }, reasoning: { effort: "low" }, max_tokens: 200 });
		expect(json).not.toHaveProperty("reasoning_effort");
	});

	test("Mistral has its own name for the seed and refuses unknown fields", () => {
		const { json } = wire("mistral");
		expect(json.random_seed).toBe(7);
		for (const field of ["seed", "stream_options", "reasoning_effort"]) expect(json).not.toHaveProperty(field);
	});

	test.each([
		["mistral-small-latest", "medium", "high"],
		["mistral-small-latest", "low", "none"],
		["magistral-medium-latest", "high", undefined],
	] as const)("%s with %s effort", (model, reasoningEffort, effort) => {
		expect(wire("mistral", { model, reasoningEffort }).json.reasoning_effort).toBe(effort);
	});

	test.each([
		["openai/gpt-oss-20b", "minimal", "low", undefined],
		["qwen/qwen3-32b", "high", "default", "parsed"],
	] as const)("Groq's %s with %s effort", (model, reasoningEffort, effort, format) => {
		const { json } = wire("groq", { model, reasoningEffort });
		expect([json.reasoning_effort, json.reasoning_format]).toEqual([effort, format]);
		expect(json.max_completion_tokens).toBe(200);
	});
});

describe("Anthropic", () => {
	const model = "claude-sonnet-4-5-20250929";

	test("has every part that the messages API knows", () => {
		expect(wire("anthropic", { model })).toEqual({
			path: "/messages",
			json: {
				model,
				stream: true,
				system: "Be brief.",
				max_tokens: 200,
				temperature: 1,
				stop_sequences: ["END"],
				messages: [
					{
						role: "user",
						content: [
							{ type: "text", text: "What is this?" },
							{ type: "image", source: { type: "base64", media_type: "image/png", data: "aGk=" } },
						],
					},
					{ role: "assistant", content: [{ type: "tool_use", id: "t1", name: "look", input: { at: "it" } }] },
					{ role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: "a cat" }] },
					{ role: "user", content: "Sure?" },
				],
				tools: [{ name: "look", description: "Looks", input_schema: { type: "object" } }],
			},
		});
	});

	test("puts the results of one turn's tools into one message", () => {
		const messages: ChatRequest["messages"] = [
			{ role: "tool", toolCallId: "a", content: "1" },
			{ role: "tool", toolCallId: "b", content: "2" },
			{ role: "user", content: "And?" },
		];
		expect(wire("anthropic", { model, messages }).json.messages).toHaveLength(2);
	});

	test("always gives a limit", () => {
		expect(wire("anthropic", { model, maxTokens: undefined }).json.max_tokens).toBe(4096);
	});

	test("gives thoughts room beyond the answer's, and no temperature meanwhile", () => {
		const { json } = wire("anthropic", { model, reasoningEffort: "low" });
		expect(json).toMatchObject({ thinking: { type: "enabled", budget_tokens: 2048 }, max_tokens: 2248 });
		expect(json).not.toHaveProperty("temperature");
	});

	test.each(["claude-opus-4-8", "claude-sonnet-5", "claude-opus-4-6"])("%s decides itself how long to think", (id) => {
		const { json } = wire("anthropic", { model: id, reasoningEffort: "minimal" });
		expect(json).toMatchObject({ thinking: { type: "adaptive" }, output_config: { effort: "low" }, max_tokens: 200 });
		expect(json).not.toHaveProperty("temperature");
	});

	test.each([
		["claude-3-5-haiku-latest", { temperature: 1 }],
		["claude-opus-4-6", { temperature: 1 }],
		["claude-opus-4-8", {}],
		["claude-sonnet-5", {}],
	])("the sampling that %s takes is %j", (id, sampling) => {
		const { json } = wire("anthropic", { model: id });
		expect({ temperature: json.temperature, top_p: json.top_p }).toEqual({
			temperature: undefined,
			top_p: undefined,
			...sampling,
		});
	});

	test("asks for JSON by schema", () => {
		const { json } = wire("anthropic", { model, jsonSchema: { name: "answer", schema: { type: "object" } } });
		expect(json.output_config).toEqual({ format: { type: "json_schema", schema: { type: "object" } } });
	});
});

describe("Google", () => {
	test("has every part of generateContent", () => {
		expect(wire("google", { model: "gemini-2.5-flash", reasoningEffort: "low" })).toEqual({
			path: "/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
			json: {
				systemInstruction: { parts: [{ text: "Be brief." }] },
				contents: [
					{ role: "user", parts: [{ text: "What is this?" }, { inlineData: { mimeType: "image/png", data: "aGk=" } }] },
					{ role: "model", parts: [{ functionCall: { name: "look", args: { at: "it" } } }] },
					{
						role: "user",
						parts: [{ functionResponse: { name: "look", response: { result: "a cat" } } }, { text: "Sure?" }],
					},
				],
				generationConfig: {
					temperature: 1.5,
					maxOutputTokens: 200,
					topP: 0.9,
					stopSequences: ["END"],
					seed: 7,
					thinkingConfig: { includeThoughts: true, thinkingBudget: 2048 },
				},
				tools: [
					{ functionDeclarations: [{ name: "look", description: "Looks", parametersJsonSchema: { type: "object" } }] },
				],
			},
		});
	});

	test("later families take the effort as a word", () => {
		const { json } = wire("google", { model: "gemini-3-pro-preview", reasoningEffort: "high" });
		expect(json.generationConfig.thinkingConfig).toEqual({ includeThoughts: true, thinkingLevel: "high" });
	});

	test("asks for JSON by schema", () => {
		const { json } = wire("google", { jsonSchema: { name: "answer", schema: { type: "object" } } });
		expect(json.generationConfig).toMatchObject({
			responseMimeType: "application/json",
			responseJsonSchema: { type: "object" },
		});
	});

	test.each([
		["gemini-test", "/models/gemini-test:generateContent"],
		["models/gemini-test", "/models/gemini-test:generateContent"],
		["tunedModels/mine", "/tunedModels/mine:generateContent"],
		["../../files", "/models/..%2F..%2Ffiles:generateContent"],
		["a?key=b#c", "/models/a%3Fkey%3Db%23c:generateContent"],
	])("the model %s cannot leave its place in the path", (model, path) => {
		expect(wire("google", { model, stream: false }).path).toBe(path);
	});
});

describe("Cohere", () => {
	test("takes the parameters under its own names and within its own limits", () => {
		const { path, json } = wire("cohere", { topP: 1, reasoningEffort: "medium" });
		expect(path).toBe("/chat");
		expect(json).toMatchObject({
			temperature: 1,
			p: 0.99,
			stop_sequences: ["END"],
			seed: 7,
			max_tokens: 200,
			thinking: { type: "enabled", token_budget: 8192 },
		});
		for (const field of ["top_p", "stop", "stream_options"]) expect(json).not.toHaveProperty(field);
	});

	test("asks for JSON by schema", () => {
		const { json } = wire("cohere", { jsonSchema: { name: "answer", schema: { type: "object" } } });
		expect(json.response_format).toEqual({ type: "json_object", json_schema: { type: "object" } });
	});
});

describe.each(providerTypes)("%s", (provider) => {
	test("says nothing of what the request leaves open", () => {
		const minimal: ChatRequest = { model: "m-1", stream: false, messages: [{ role: "user", content: "Hello" }] };
		const json = JSON.stringify(adapters[provider].chatCall(minimal).json);
		expect(json).not.toMatch(/temperature|"top_?p"|"p"|seed|stop|tools|reasoning|thinking|schema/i);
	});

	test("puts the key into one header, and none where there is none", () => {
		const secret = "sk-test-0123456789";
		const values = Object.values(adapters[provider].authHeaders(secret));
		expect(values.filter((value) => value.includes(secret))).toHaveLength(1);
		expect(JSON.stringify(adapters[provider].authHeaders(null))).not.toMatch(/key|authorization/i);
		const { path, headers, json } = wire(provider, hello);
		expect(JSON.stringify([path, headers, json])).not.toContain("sk-test");
	});
});
