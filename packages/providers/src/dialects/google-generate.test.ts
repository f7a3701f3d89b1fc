import { describe, expect, test } from "vitest";
import { wire } from "../test/wire-request.ts";

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

	test("earlier ones are not told how to think", () => {
		const { json } = wire("google", { model: "gemini-2.0-flash", reasoningEffort: "high" });
		expect(json.generationConfig).not.toHaveProperty("thinkingConfig");
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
