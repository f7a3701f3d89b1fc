import { describe, expect, test } from "vitest";
import { wire } from "../test/wire-request.ts";

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
		["o1", true],
		["o3-mini", true],
		["o3", false],
		["o4-mini", false],
		["gpt-5-mini", false],
		["gpt-5.1", false],
		["gpt-5-chat-latest", true],
		["gpt-4o", true],
	])("%s takes stop sequences: %s", (model, takes) => {
		expect(wire("openai", { model }).json.stop).toEqual(takes ? ["END"] : undefined);
	});

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
