import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adapters } from "./adapter.ts";
import { checkBaseUrl } from "./address.ts";
import { providerInfo } from "./info.ts";
import { providerTypes } from "./vocabulary.ts";

describe("providerInfo", () => {
	it.each(providerTypes)("%s: the base URL passes our own door, unchanged", (provider) => {
		const { defaultBaseUrl } = providerInfo[provider];
		if (defaultBaseUrl === null) expect(provider).toBe("custom");
		else expect(checkBaseUrl(defaultBaseUrl, { allowPrivate: false })).toEqual({ ok: true, baseUrl: defaultBaseUrl });
	});

	it.each(providerTypes)("%s: the key goes where the facts say", (provider) => {
		const headers = adapters[provider].authHeaders("sk-test-1");
		const { authType } = providerInfo[provider];
		const header = authType === "bearer" ? "authorization" : authType;
		expect(headers[header]).toBe(authType === "bearer" ? "Bearer sk-test-1" : "sk-test-1");
	});

	it.each([
		["openrouter", `sk-or-v1-${"0".repeat(64)}`],
		["openai", "sk-proj-test"],
		["anthropic", "sk-ant-api03-test"],
		["google", `AIza${"x".repeat(35)}`],
		["cohere", "x".repeat(40)],
		["groq", "gsk_test"],
		["together", "0".repeat(64)],
		["mistral", "x".repeat(32)],
	] as const)("%s: the pattern knows a key of today, and no other provider's prefix", (provider, key) => {
		const matching = providerTypes.filter((other) => {
			const { keyPattern } = providerInfo[other];
			return keyPattern !== null && new RegExp(keyPattern).test(key);
		});
		expect(matching).toEqual([provider]);
	});

	it("has an own prefix of environment variables for each", () => {
		const prefixes = providerTypes.map((provider) => providerInfo[provider].envPrefix);
		expect(new Set(prefixes).size).toBe(providerTypes.length);
		for (const prefix of prefixes) expect(prefix).toMatch(/^[A-Z]+$/);
	});

	it("imports nothing that a browser lacks", () => {
		const imports = readFileSync(new URL("./info.ts", import.meta.url), "utf8").match(/^import .*$/gm);
		expect(imports).toEqual(['import type { ProviderType } from "./vocabulary.ts";']);
	});
});
