import { describe, expect, test } from "vitest";
import { adapters } from "./adapter.ts";
import { wire } from "./test/wire-request.ts";
import type { ChatRequest } from "./types.ts";
import { providerTypes } from "./vocabulary.ts";

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
		const { path, headers, json } = wire(provider);
		expect(JSON.stringify([path, headers, json])).not.toContain("sk-test");
	});
});
