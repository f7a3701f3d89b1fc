import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createHold, createSandbox, type Sandbox, splitTokens } from "./index.ts";

const key = "sk-test-0123456789";
const ask = (content: string, more: Record<string, unknown> = {}) => ({
	model: "gpt-test",
	messages: [{ role: "user", content }],
	...more,
});
const post = (sandbox: Sandbox, body: unknown, signal?: AbortSignal) =>
	fetch(`${sandbox.baseUrl("openai")}/chat/completions`, {
		method: "POST",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify(body),
		signal,
	});

/** The data of every frame of an OpenAI stream. */
const frames = (body: string) =>
	body
		.split("\n\n")
		.filter((frame) => frame.startsWith("data: {"))
		.map((frame) => JSON.parse(frame.slice("data: ".length)));
const textOf = (body: string) =>
	frames(body)
		.map((frame) => frame.choices?.[0]?.delta?.content ?? "")
		.join("");

describe("createSandbox", () => {
	it("streams a fixed text and says what it bills", async () => {
		await using sandbox = await createSandbox();
		sandbox.script({ text: "Three blind mice, see how they run." });
		const response = await post(sandbox, ask("Sing!", { stream: true, stream_options: { include_usage: true } }));
		const body = await response.text();
		expect(response.headers.get("content-type")).toContain("text/event-stream");
		expect(textOf(body)).toBe("Three blind mice, see how they run.");
		expect(frames(body).at(-1)).toMatchObject({
			choices: [],
			usage: { prompt_tokens: 2, completion_tokens: 9, total_tokens: 11 },
		});
		expect(body.endsWith("data: [DONE]\n\n")).toBe(true);
	});

	it("answers the same prompt with the same words and says that it is no model", async () => {
		await using sandbox = await createSandbox({ tokensPerSecond: 0 });
		const say = async () => (await (await post(sandbox, ask("Why?", { model: "sandbox-writer" }))).json()) as Whole;
		const first = await say();
		const second = await say();
		expect(first.choices[0]?.message.content).toBe(second.choices[0]?.message.content);
		expect(first.choices[0]?.message.content).toContain("sandbox");
	});

	it("remembers calls without the key", async () => {
		await using sandbox = await createSandbox();
		await post(sandbox, ask("Hello"));
		const call = await sandbox.waitFor((seen) => seen.finished);
		expect(call).toMatchObject({ provider: "openai", kind: "chat", path: "/v1/chat/completions", model: "gpt-test" });
		expect(call.auth).toEqual({ header: "authorization", sha256: createHash("sha256").update(key).digest("hex") });
		expect(JSON.stringify(sandbox.calls)).not.toContain(key);
	});

	it("holds a stream in the middle until it is released", async () => {
		await using sandbox = await createSandbox();
		const hold = createHold();
		sandbox.script({ text: "one two three four", hold, holdAfterChunks: 2 });
		const response = await post(sandbox, ask("Count", { stream: true }));
		await hold.reached;
		expect(sandbox.calls[0]).toMatchObject({ chunksSent: 2, finished: false });
		hold.release();
		expect(textOf(await response.text())).toBe("one two three four");
	});

	it("sees the client leave in the middle, and before the first byte", async () => {
		await using sandbox = await createSandbox();
		const middle = createHold();
		const before = createHold();
		sandbox.script([{ hold: middle, holdAfterChunks: 3 }, { hold: before }]);
		for (const hold of [middle, before]) {
			const client = new AbortController();
			const pending = post(sandbox, ask("Go", { stream: true }), client.signal).then((response) => response.text());
			await hold.reached;
			client.abort();
			await expect(pending).rejects.toThrow();
		}
		await sandbox.waitFor((call) => call.id === 1 && call.abortedAt !== null);
		expect(sandbox.calls.map((call) => [call.chunksSent, call.finished, call.abortedAt !== null])).toEqual([
			[3, false, true],
			[0, false, true],
		]);
	});

	it("says what it saw when nothing fits", async () => {
		await using sandbox = await createSandbox();
		await post(sandbox, ask("Hello"));
		await expect(sandbox.waitFor((call) => call.provider === "cohere", { timeoutMs: 20 })).rejects.toThrow(
			/openai POST \/v1\/chat\/completions status=200/,
		);
	});

	it("splits bytes anywhere without losing one", async () => {
		await using sandbox = await createSandbox();
		const text = "Grüße 🌍 aus dem Sandkasten";
		sandbox.script({ text, splitBytes: 7 });
		const response = await post(sandbox, ask("Hallo", { stream: true }));
		expect(textOf(await response.text())).toBe(text);
	});
});

interface Whole {
	choices: { message: { content: string } }[];
}

describe("splitTokens", () => {
	it("loses nothing and counts words and marks", () => {
		const text = "  Hello, wörld! 42 isn't much.\n";
		expect(splitTokens(text).join("")).toBe(text);
		expect(splitTokens(text)).toHaveLength(11);
	});
});
