import { describe, expect, test } from "vitest";
import type { JsonRecord } from "./json.ts";
import { normaliseUsage } from "./usage.ts";
import type { ProviderType } from "./vocabulary.ts";

const chat = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
const messages = { input_tokens: 10, output_tokens: 5 };
const generate = { promptTokenCount: 10, candidatesTokenCount: 5 };

describe("thoughts", () => {
	test.each<[ProviderType, string, JsonRecord, number | null]>([
		["openai", "without a word", chat, null],
		["together", "with an empty field", { ...chat, completion_tokens_details: null }, null],
		["groq", "with other details", { ...chat, completion_tokens_details: { audio_tokens: 0 } }, null],
		["openrouter", "with a null", { ...chat, completion_tokens_details: { reasoning_tokens: null } }, null],
		["openai", "with a zero", { ...chat, completion_tokens_details: { reasoning_tokens: 0 } }, 0],
		["openai", "with a number", { ...chat, completion_tokens_details: { reasoning_tokens: 3 } }, 3],
		["custom", "with a number beside the details", { ...chat, reasoning_tokens: 3 }, 3],
		["anthropic", "without a word", messages, null],
		["anthropic", "with a zero", { ...messages, output_tokens_details: { thinking_tokens: 0 } }, 0],
		["anthropic", "with a number", { ...messages, output_tokens_details: { thinking_tokens: 3 } }, 3],
		["google", "without a word", generate, null],
		["google", "with a zero", { ...generate, thoughtsTokenCount: 0 }, 0],
		["cohere", "without a word, as always", { tokens: { input_tokens: 10, output_tokens: 5 } }, null],
	])("%s says of them %s", (provider, _how, raw, reasoningTokens) => {
		expect(normaliseUsage(provider, raw)).toMatchObject({ inputTokens: 10, outputTokens: 5, reasoningTokens });
	});

	test("that are counted beside the answer are added to it", () => {
		const grok = { ...chat, total_tokens: 18, completion_tokens_details: { reasoning_tokens: 3 } };
		expect(normaliseUsage("custom", grok)).toMatchObject({ outputTokens: 8, reasoningTokens: 3 });
		const untold = { ...chat, total_tokens: 18 };
		expect(normaliseUsage("custom", untold)).toMatchObject({ outputTokens: 8, reasoningTokens: null });
		expect(normaliseUsage("openai", untold)).toMatchObject({ outputTokens: 5 });
		expect(normaliseUsage("custom", { total_tokens: 18 })).toMatchObject({ inputTokens: null, outputTokens: null });
		const gemini = { ...generate, thoughtsTokenCount: 3 };
		expect(normaliseUsage("google", gemini)).toMatchObject({ outputTokens: 8, reasoningTokens: 3 });
	});
});

test.each<[ProviderType, JsonRecord]>([
	["openai", { prompt_tokens_details: { cached_tokens: 4 } }],
	["mistral", { prompt_token_details: { cached_tokens: 4 } }],
	["mistral", { num_cached_tokens: 4 }],
	["custom", { prompt_cache_hit_tokens: 4, prompt_cache_miss_tokens: 6 }],
	["together", { cached_tokens: 4 }],
])("what %s read from a cache is part of the prompt: %j", (provider, said) => {
	expect(normaliseUsage(provider, { ...chat, ...said })).toMatchObject({ inputTokens: 10, cachedInputTokens: 4 });
});

test.each([10.5, 3_000_000_000, 1e20, 1e308, -1, "10", null])("%s is no count of tokens", (wrong) => {
	expect(normaliseUsage("openai", { ...chat, prompt_tokens: wrong })).toMatchObject({ inputTokens: null });
	const parts = {
		prompt_tokens_details: { cached_tokens: wrong },
		completion_tokens_details: { reasoning_tokens: wrong },
	};
	expect(normaliseUsage("openai", { ...chat, ...parts })).toMatchObject({
		inputTokens: 10,
		cachedInputTokens: 0,
		outputTokens: 5,
		reasoningTokens: null,
	});
});

test.each([1e30, "1e308", "1e999999999", "1e-999999999", "1000000.01"])("%s is no charge in USD", (cost) => {
	expect(normaliseUsage("openrouter", { ...chat, cost })).not.toHaveProperty("billedUsd");
});

test.each<[string, JsonRecord, string | undefined]>([
	["and its upstream's together", { cost: 0.00021, cost_details: { upstream_inference_cost: 0.00417 } }, "0.00438"],
	["and an upstream's of nothing", { cost: 0, cost_details: { upstream_inference_cost: 0 } }, "0"],
	["without an upstream's, which is unknown", { cost: 0, cost_details: { upstream_inference_cost: null } }, undefined],
	["without a word of an upstream", { cost: 0.00021 }, undefined],
])("with a key of one's own behind OpenRouter a call costs its fee %s", (_what, said, billedUsd) => {
	expect(normaliseUsage("openrouter", { ...chat, is_byok: true, ...said }).billedUsd).toBe(billedUsd);
});

test("a charge may be below what a cost has decimals for", () => {
	expect(normaliseUsage("openrouter", { ...chat, cost: 1e-14 }).billedUsd).toBe("0.00000000000001");
});
