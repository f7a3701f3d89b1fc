import { createHold, createSandbox, type FailureName, failureNames } from "@llm-hub/sandbox";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { collect, failureIn, hello, textIn } from "./test/upstream.ts";
import type { ChatEvent, ChatRequest } from "./types.ts";
import { type FailureReason, type ProviderType, providerTypes } from "./vocabulary.ts";

const sandbox = await createSandbox({ tokensPerSecond: 0 });
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const targetOf = (provider: ProviderType) =>
	({ provider, baseUrl: sandbox.baseUrl(provider), secret: "sk-test-0123456789", allowPrivate: true }) as const;

const request: ChatRequest = {
	...hello,
	messages: [{ role: "system", content: "Be brief." }, ...hello.messages],
	temperature: 0.7,
	maxTokens: 500,
	topP: 1,
};
const usageIn = (events: ChatEvent[]) => events.find((event) => event.type === "usage")?.usage;

/** OpenAI itself counts its reasoning and does not show it. */
const showsReasoning = (provider: ProviderType): boolean => provider !== "openai";

describe.each(providerTypes)("%s on its own wire", (provider) => {
	test.each([true, false])("tells text, reasoning and tokens (streamed: %s)", async (stream) => {
		const text = "Grüße an 🦜 und alle.";
		sandbox.script({
			text,
			reasoning: "A greeting.",
			usage: { inputTokens: 40, outputTokens: 12, reasoningTokens: 3 },
		});
		const events = await collect(targetOf(provider), { ...request, stream });
		expect(textIn(events)).toBe(text);
		expect(textIn(events, "reasoning")).toBe(showsReasoning(provider) ? "A greeting." : "");
		expect(usageIn(events)).toMatchObject({ inputTokens: 40, outputTokens: 12 });
		expect(events.at(-1)).toMatchObject({ type: "finish", finishReason: "stop" });
	});

	test.each([true, false])("tells a tool call (streamed: %s)", async (stream) => {
		sandbox.script({ toolCall: { name: "clock", arguments: { zone: "CET" } } });
		const tools = [{ name: "clock", description: "Tells the time", parameters: { type: "object", properties: {} } }];
		const events = await collect(targetOf(provider), { ...request, stream, tools });
		const calls = events.flatMap((event) => (event.type === "toolCall" ? [event.call] : []));
		expect(calls.map(({ name, arguments: written }) => [name, JSON.parse(written)])).toEqual([
			["clock", { zone: "CET" }],
		]);
		expect(calls[0]?.id).not.toBe("");
		expect(events.at(-1)).toMatchObject({ type: "finish", finishReason: "tool_calls" });
	});

	test("gives the same however the bytes are cut", async () => {
		sandbox.script({ text: "日本 und 🦜", splitBytes: 1 });
		expect(textIn(await collect(targetOf(provider), request))).toBe("日本 und 🦜");
	});

	test("does not pass a cut answer for a whole one", async () => {
		sandbox.script({ text: "one two three four", cut: true, afterChunks: 2 });
		const events = await collect(targetOf(provider), request);
		expect(textIn(events)).toBe("one two");
		expect(failureIn(events)).toMatchObject({ reason: "bad_response", retryable: true });
	});

	test("keeps what came before an error in the middle", async () => {
		sandbox.script({ text: "one two three", fail: "overloaded", afterChunks: 2 });
		const events = await collect(targetOf(provider), request);
		expect(textIn(events)).toBe("one two");
		expect(failureIn(events).reason).toBe("overloaded");
		expect(sandbox.calls).toHaveLength(1);
	});

	const reasons: readonly FailureName[] = failureNames.filter((name) => name !== "timeout" && name !== "unknown");
	test.each(reasons)("knows %s by its words, streamed or not", async (fail) => {
		const expected: FailureReason = fail;
		for (const stream of [true, false]) {
			sandbox.script({ fail });
			const failure = failureIn(await collect(targetOf(provider), { ...request, stream }, { maxRetries: 0 }));
			expect(failure.reason, failure.message).toBe(expected);
			expect(failure.message).not.toMatch(/sk-test|127\.0\.0\.1|:\/\//);
		}
	});

	test("says how long to wait", async () => {
		sandbox.script({ fail: "rate_limited", retryAfterMs: 7000 });
		const failure = failureIn(await collect(targetOf(provider), request, { maxRetries: 0 }));
		expect(failure.retryable).toBe(true);
		expect(failure.retryAfterMs).toBeGreaterThan(5000);
		expect(failure.retryAfterMs).toBeLessThanOrEqual(8000);
	});

	test("finds an error under HTTP 200", async () => {
		sandbox.script({ fail: "overloaded", errorInBody: true });
		expect(failureIn(await collect(targetOf(provider), { ...request, stream: false })).reason).toBe("overloaded");
	});

	test("is left at once when the caller leaves", async () => {
		const hold = createHold();
		sandbox.script({ text: "one two three", hold, holdAfterChunks: 1 });
		const controller = new AbortController();
		const running = collect(targetOf(provider), request, { signal: controller.signal });
		await hold.reached;
		controller.abort();
		expect(failureIn(await running).reason).toBe("cancelled");
		await sandbox.waitFor((call) => call.abortedAt !== null, { timeoutMs: 1000 });
	});
});
