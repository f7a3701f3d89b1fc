import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactSecrets } from "./redact.ts";

describe("redactSecrets", () => {
	test.each([
		["OpenAI", "sk-test-0123456789abcdefABCDEF"],
		["OpenAI project", "sk-proj-aB3_dE-5fG7hJ9"],
		["OpenRouter", "sk-or-v1-0f1e2d3c4b5a69788796a5b4c3d2e1f0"],
		["Anthropic", "sk-ant-api03-aB3-dE5_fG7hJ9kL"],
		["Google", "AIzaSyTest-0123456789abcdefghijklmnopq"],
		["Google, new", "AQ.Ab8RN6testtesttest_test-test"],
		["Cohere", "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d"],
		["Groq", "gsk_testtesttest0123456789"],
		["Together", "tgp_v1_test-testtest_0123456789"],
		["Together, old", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"],
		["Mistral", "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY"],
		["xAI", "xai-testtesttest0123456789"],
		["a web token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl"],
		["a masked echo", "sk-inval****-key"],
		["a masked echo of no known shape", "bad-key-**********test"],
		["a masked echo with dots", "sk-abcd...wxyz"],
		["a masked echo with an ellipsis", "sk-abcd…wxyz"],
		["a masked end", "***********cdef"],
	])("takes out a key of the kind: %s", (_kind, key) => {
		expect(redactSecrets(`Key ${key} is wrong.`)).toMatch(/^Key \[redacted\]\.? ?is wrong\.$/);
		expect(redactSecrets(`{"key":"${key}"}`)).not.toContain(key);
	});

	test.each([
		["Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"],
		["x-goog-api-key: short", "x-goog-api-key: [redacted]"],
		['{"api_key": "plain"}', '{"api_key": "[redacted]"}'],
		["GET /models?key=plain&alt=sse failed", "GET /models?key=[redacted]&alt=sse failed"],
		["https://me:pass@host.example/v1", "https://[redacted]@host.example/v1"],
		["redis://:pa:ss@host.example", "redis://[redacted]@host.example"],
		["Incorrect API key provided: DEADBEEF", "Incorrect API key provided: [redacted]"],
		["key:ab***yz, and (***yz)", "key:[redacted] and [redacted]"],
	])("takes out what its surroundings call a secret: %s", (text, safe) => {
		expect(redactSecrets(text)).toBe(safe);
	});

	test("takes out the given secrets in plain and in URLs, whatever they look like", () => {
		const secret = "my secret/+word";
		const text = `${secret} and ${encodeURIComponent(secret)}`;
		expect(redactSecrets(text, [secret, null])).toBe("[redacted] and [redacted]");
	});

	test.each([
		"The model `mistralai/Mistral-Small-24B-Instruct-2501` does not exist.",
		"invalid x-api-key",
		"No API key given: send one in the header.".replace(": send", ", send"),
		"Limit 30000, Used 14567, Requested 24754. Please try again in 18.642s.",
		"The task-based risk-free desk-top **bold** text",
	])("leaves ordinary words: %s", (text) => {
		expect(redactSecrets(text)).toBe(text);
	});

	test.each(["a", "a*", "a**", "*", "//a:a", ":a", "a.", "sk", "secret "])(
		"comes to an end of much that begins like: %s",
		(piece) => {
			expect(redactSecrets(`${piece.repeat(100_000)} sk-test-0123456789`)).toMatch(/ \[redacted\]$/);
		},
	);

	test("no given secret survives, wherever it stands", () => {
		const secret = fc.string({ minLength: 6, maxLength: 40 });
		fc.assert(
			fc.property(fc.string(), secret, fc.string(), (before, key, after) => {
				fc.pre(!"[redacted]".includes(key));
				return !redactSecrets(`${before}${key}${after}`, [key]).includes(key);
			}),
		);
	});
});
