import { describe, expect, test } from "vitest";
import { wire } from "../test/wire-request.ts";

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
