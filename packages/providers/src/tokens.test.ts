import { expect, test } from "vitest";
import { estimateCostRange, estimatedUsage } from "./cost-estimate.ts";
import { estimateRequestTokens, estimateTokens } from "./tokens.ts";
import type { Price } from "./types.ts";

const openai = { provider: "openai", model: "gpt-4o" } as const;
const price: Price = {
	tiers: [{ aboveInputTokens: 0, rates: { input: "2.5", output: "10" } }],
	source: "seed",
	asOf: "2026-11-23",
};

test("text is counted with o200k_base", async () => {
	expect(await estimateTokens("hello world", openai)).toEqual({ tokens: 2, tokenizer: "o200k_base" });
	expect((await estimateTokens("", openai)).tokens).toBe(0);
	expect((await estimateTokens("tokens like <|endoftext|> are text", openai)).tokens).toBeGreaterThan(8);
});

test("a conversation costs its framing, its tool calls and its images as well", async () => {
	const one = await estimateTokens([{ role: "user", content: "hello world" }], openai);
	expect(one.tokens).toBe(3 + 1 + 2 + 3);
	const image = { type: "image", mediaType: "image/png", base64: "x".repeat(10_000) } as const;
	const seen = (provider: "openai" | "anthropic" | "google") =>
		estimateTokens([{ role: "user", content: [{ type: "text", text: "hello world" }, image] }], { provider });
	expect((await seen("openai")).tokens).toBe(one.tokens + 765);
	expect((await seen("anthropic")).tokens).toBe(one.tokens + 1_399);
	expect((await seen("google")).tokens).toBe(one.tokens + 1_032);
	const calls = [{ id: "a", name: "weather", arguments: '{"city":"Paris"}' }];
	const withCall = await estimateTokens([{ role: "assistant", content: "hello world", toolCalls: calls }], openai);
	expect(withCall.tokens).toBeGreaterThan(one.tokens + 3);
});

test.each([
	["openai", "gpt-4o-2024-11-20", 765],
	["openai", "gpt-4o-mini-2024-07-18", 25_501],
	["openai", "gpt-5-mini", 1_762],
	["openai", "gpt-4.1-nano-2025-04-14", 2_520],
	["openrouter", "openai/gpt-4o-mini", 25_501],
	["openrouter", "anthropic/claude-sonnet-4.5", 1_399],
	["openrouter", "google/gemini-2.5-pro", 1_032],
	["custom", "pixtral", 765],
] as const)("an image costs %s's %s as many tokens as its maker documents", async (provider, model, tokens) => {
	const image = { type: "image", mediaType: "image/png", base64: "" } as const;
	const asked = { model, messages: [{ role: "user" as const, content: [image] }] };
	const none = { model, messages: [{ role: "user" as const, content: [] }] };
	const count = async (request: typeof asked | typeof none) =>
		(await estimateRequestTokens(request, { provider })).tokens;
	expect((await count(asked)) - (await count(none))).toBe(tokens);
});

test("long runs without a break are counted in linear time and nearly right", async () => {
	for (const text of ["漢字".repeat(50_000), "a".repeat(100_000), " ".repeat(100_000), "x1".repeat(50_000)]) {
		const { tokens } = await estimateTokens(text, openai);
		const { tokens: part } = await estimateTokens(text.slice(0, 1_280), openai);
		expect(tokens / part).toBeGreaterThan(70);
		expect(tokens / part).toBeLessThan(85);
	}
});

test("a request's cost lies between the shortest answer and the longest one", async () => {
	const request = { model: "gpt-4o", messages: [{ role: "user" as const, content: "hello world" }], stream: true };
	const range = await estimateCostRange({ ...request, maxTokens: 1000 }, { provider: "openai", price });
	expect(range).toEqual({ inputTokens: 9, tokenizer: "o200k_base", lowUsd: "0.0000325", highUsd: "0.0100225" });
	const unlimited = await estimateCostRange(request, { provider: "openai", price });
	expect(unlimited.highUsd).toBeNull();
	const byModel = await estimateCostRange(request, { provider: "openai", price, maxOutputTokens: 1000 });
	expect(byModel.highUsd).toBe("0.0100225");
	expect(await estimateCostRange(request, { provider: "openai", price: null })).toMatchObject({ lowUsd: null });
	expect(estimatedUsage(9, 0)).toMatchObject({ inputTokens: 9, outputTokens: 0, raw: null });
});
