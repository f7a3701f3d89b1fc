import { expect, test } from "vitest";
import { computeCost } from "./cost.ts";
import { fitUnderCap } from "./cost-cap.ts";
import { estimateCostRange, estimatedUsage } from "./cost-estimate.ts";
import { parameterNotes } from "./supports.ts";
import { estimateRequestTokens } from "./tokens.ts";
import type { ChatRequest, Price, PriceRates } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

const all = ["chat", "vision", "tools", "json", "reasoning"] as const;
const names = (...args: Parameters<typeof parameterNotes>) =>
	parameterNotes(...args).map(({ parameter, isSent }) => `${parameter}${isSent ? " sent" : ""}`);

test.each([
	["openai", "gpt-4o", ["reasoningEffort"]],
	["openai", "o3", ["temperature", "topP", "stop"]],
	["anthropic", "claude-sonnet-4-5", ["topP", "seed"]],
	["anthropic", "claude-opus-4-8", ["temperature", "topP", "seed"]],
	["cohere", "command-a-03-2025", []],
	["google", "gemini-2.0-flash", ["reasoningEffort"]],
	["mistral", "magistral-medium-latest", ["reasoningEffort"]],
	["custom", "anything", []],
] as const)("%s's %s is not sent %j", (provider, model, unsent) => {
	expect(names(provider, model, all)).toEqual(unsent);
});

test("what the catalog does not list is sent and said; who takes either temperature or top P is said so", () => {
	expect(names("custom", "anything", ["chat"])).toEqual([
		"reasoningEffort sent",
		"jsonSchema sent",
		"tools sent",
		"images sent",
	]);
	const [topP] = parameterNotes("anthropic", "claude-sonnet-4-5", all);
	expect(topP?.message).toBe("Anthropic takes temperature or top P here: only temperature is sent.");
	expect(names("openai", "gpt-4o", ["chat"])[0]).toBe("reasoningEffort");
});

test("what is left out is named in its own number", () => {
	expect(parameterNotes("openai", "o3", all).map(({ message }) => message)).toEqual([
		"OpenAI takes no temperature for this model: it is not sent.",
		"OpenAI takes no top P for this model: it is not sent.",
		"OpenAI takes no stop sequences for this model: they are not sent.",
	]);
});

const price: Price = {
	tiers: [{ aboveInputTokens: 0, rates: { input: "2", output: "8" } }],
	source: "seed",
	asOf: "2026-11-23",
};
const request: ChatRequest = {
	model: "gpt-4o",
	messages: [{ role: "user", content: "hello world" }],
	stream: true,
	maxTokens: 1000,
};

test("tools and a schema are counted with the prompt", async () => {
	const plain = await estimateRequestTokens(request, { provider: "openai" });
	const tools = [{ name: "look", parameters: { type: "object" } }];
	const more = await estimateRequestTokens({ ...request, tools }, { provider: "openai" });
	expect(more.tokens).toBeGreaterThan(plain.tokens + 5);
});

test("a cap pays for the prompt first and for as many tokens of answer as remain", async () => {
	const options = { provider: "openai", price, maxOutputTokens: null } as const;
	// 9 tokens in cost $0.000018; one token out costs $0.000008.
	expect(await fitUnderCap(request, "0.0001", options)).toEqual({
		leastUsd: "0.000026",
		maxTokens: 10,
		affordableTokens: 10,
		// Of the whole 1,000 tokens that the request allows.
		mostUsd: "0.008018",
	});
	expect((await fitUnderCap(request, "0.000025", options)).maxTokens).toBe(0);
	expect((await fitUnderCap(request, "1", options)).maxTokens).toBe(1000);
	expect((await fitUnderCap(request, "1", { ...options, price: null })).leastUsd).toBeNull();
});

test("another provider's own count of the prompt gets a quarter of room and its template, and thoughts are part of the worst case", async () => {
	const options = { provider: "anthropic", price, maxOutputTokens: null } as const;
	// 12 tokens in and 100 of a template, $0.0002464; one token out costs $0.0000088.
	expect((await fitUnderCap(request, "0.00032", options)).maxTokens).toBe(8);
	const tools = [{ name: "look", parameters: { type: "object" } }];
	const { tokens } = await estimateRequestTokens({ ...request, tools }, { provider: "anthropic" });
	const least = async (provider: ProviderType) =>
		(await fitUnderCap({ ...request, tools }, "1", { ...options, provider })).leastUsd;
	const costOf = (template: number, isUsOnly?: true) => {
		const usage = { ...estimatedUsage(Math.ceil(tokens * 1.25) + template, 1), ...(isUsOnly && { isUsOnly }) };
		return computeCost({ provider: "anthropic", usage, price }).usd;
	};
	expect([await least("anthropic"), await least("openai")]).toEqual([costOf(700, true), costOf(100)]);
	const thinking = { ...request, model: "claude-sonnet-4-5", reasoningEffort: "minimal" } as const;
	const fit = await fitUnderCap(thinking, "0.01", options);
	expect(fit.maxTokens).toBe(fit.affordableTokens - 1024);
	const { highUsd } = await estimateCostRange(thinking, { provider: "anthropic", price });
	expect(highUsd).toBe("0.017831");
});

test("a cap holds for the largest image that a model counts, and for the tokenizer of older models", async () => {
	const options = { provider: "openai", price, maxOutputTokens: null } as const;
	const least = async (model: string, images: number) => {
		const parts = Array.from(
			{ length: images },
			() => ({ type: "image", mediaType: "image/png", base64: "" }) as const,
		);
		const content = [{ type: "text" as const, text: "hello world" }, ...parts];
		return (await fitUnderCap({ ...request, model, messages: [{ role: "user", content }] }, "1", options)).leastUsd;
	};
	// $2 and $8 per 1M: 9 tokens and eight tiles with a quarter of room, 100 of a template, and one token of answer.
	expect(await least("gpt-4o", 1)).toBe("0.003844");
	expect(await least("gpt-4o-mini", 1)).toBe("0.120654");
	expect([await least("gpt-4o", 0), await least("gpt-4-turbo", 0)]).toEqual(["0.000026", "0.000232"]);
	expect(await least("ft:gpt-3.5-turbo:acme", 0)).toBe("0.000232");
});

test("a cap holds where Anthropic serves the call in the US alone, and keeps to what an admin set", async () => {
	const capUsd = "0.00032";
	const mostOf = async (price: Price) => {
		const options = { provider: "anthropic", price, maxOutputTokens: null } as const;
		const { maxTokens } = await fitUnderCap(request, capUsd, options);
		const usage = { ...estimatedUsage(112, maxTokens), isUsOnly: true } as const;
		return { maxTokens, usd: computeCost({ ...options, usage }).usd };
	};
	expect(await mostOf(price)).toEqual({ maxTokens: 8, usd: "0.0003168" });
	expect(await mostOf({ ...price, source: "override" })).toEqual({ maxTokens: 12, usd: "0.00032" });
});

test("a bound counts every token of answer as the dearest that it may be, and OpenAI's prompt as written to its cache", async () => {
	const priced = (rates: PriceRates): Price => ({ ...price, tiers: [{ aboveInputTokens: 0, rates }] });
	const drawing = priced({ input: "2", output: "8", reasoning: "9", imageOutput: "80", audioOutput: "800" });
	// 112 tokens in, $0.000224, and one token of a picture, $0.00008.
	const fit = await fitUnderCap(request, "0.001", { provider: "google", price: drawing, maxOutputTokens: null });
	expect(fit).toMatchObject({ leastUsd: "0.000304", maxTokens: 9, mostUsd: "0.080224" });
	const { lowUsd, highUsd } = await estimateCostRange(request, { provider: "google", price: drawing });
	expect([lowUsd, highUsd]).toEqual(["0.000026", "0.080018"]);
	const writing = priced({ input: "2", cacheWrite: "2.5", output: "8" });
	const least = async (provider: ProviderType) =>
		(await fitUnderCap(request, "1", { provider, price: writing, maxOutputTokens: null })).leastUsd;
	expect([await least("openai"), await least("anthropic")]).toEqual(["0.0000305", "0.0002552"]);
});
