import { describe, expect, test } from "vitest";
import { wire } from "../test/wire-request.ts";
import type { ChatRequest } from "../types.ts";

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
