import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type FailureName, type ProviderName, providerNames, type Sandbox } from "./index.ts";
import { ask, drain, events } from "./test/wire-readers.ts";

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await createSandbox({ tokensPerSecond: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

type Refused = Exclude<FailureName, "timeout" | "unreachable" | "bad_response" | "unknown">;
/** Status of each refusal; where providers differ, the exceptions. */
const statuses: Record<Refused, number> = {
	unauthorized: 401,
	forbidden: 403,
	quota: 402,
	rate_limited: 429,
	model_not_found: 404,
	context_length: 400,
	content_filtered: 400,
	bad_request: 400,
	overloaded: 503,
};
const exceptions: Partial<Record<ProviderName, Partial<Record<Refused, number>>>> = {
	openai: { quota: 429 },
	groq: { quota: 429 },
	custom: { quota: 429 },
	anthropic: { quota: 400, overloaded: 529 },
	google: { unauthorized: 400, quota: 429, content_filtered: 200 },
	openrouter: { model_not_found: 400, content_filtered: 403 },
	mistral: { model_not_found: 400, content_filtered: 403, bad_request: 422 },
};
const refusals = Object.keys(statuses) as Refused[];

describe.each(providerNames)("%s", (provider) => {
	it.each(refusals)("refuses with %s, streamed or not, in the same words", async (fail) => {
		sandbox.script([{ fail }, { fail }]);
		const whole = await ask(sandbox, provider, { stream: false });
		const streamed = await ask(sandbox, provider, { stream: true });
		const expected = exceptions[provider]?.[fail] ?? statuses[fail];
		expect([whole.status, streamed.status]).toEqual([expected, expected]);
		// OpenRouter's rate limit says the moment when it ends, which differs from call to call.
		const said = async (response: Response) => (await response.text()).replaceAll(/\d{13}/g, "soon");
		const [first, second] = [await said(whole), await said(streamed)];
		if (expected === 200) expect(events(second)).toEqual([JSON.parse(first)]);
		else expect(second).toBe(first);
	});

	it("says how long to wait, where this provider says it", async () => {
		sandbox.script({ fail: "rate_limited", retryAfterMs: 7_000 });
		const before = Date.now();
		const response = await ask(sandbox, provider, { stream: true });
		const said = await response.text();
		if (provider === "google") {
			expect(said).toContain(`"retryDelay":"7s"`);
		} else if (provider === "openrouter") {
			const reset = Number(response.headers.get("x-ratelimit-reset"));
			expect(reset).toBeGreaterThanOrEqual(before + 7_000);
			expect(said).toContain(String(reset));
		} else {
			expect(response.headers.get("retry-after")).toBe("7");
		}
	});

	it("fails in the middle with an error event after what it said", async () => {
		sandbox.script({ text: "one two three", fail: "overloaded", afterChunks: 2 });
		const body = await drain(await ask(sandbox, provider, { stream: true }));
		const last = JSON.stringify(events(body).at(-1));
		expect(body).toContain("one");
		expect(body).toContain(" two");
		expect(body).not.toContain("three");
		expect(last).toMatch(/overloaded|unavailable|upstream/i);
	});

	it("sends an error under status 200", async () => {
		sandbox.script([
			{ fail: "overloaded", errorInBody: true },
			{ fail: "overloaded", errorInBody: true },
		]);
		const whole = await drain(await ask(sandbox, provider, { stream: false }));
		const streamed = events(await drain(await ask(sandbox, provider, { stream: true })));
		expect(streamed).toEqual([JSON.parse(whole)]);
	});

	it("answers with a web page, a cut stream, or a torn connection", async () => {
		sandbox.script([
			{ fail: "bad_response" },
			{ text: "one two three", cut: true, afterChunks: 1 },
			{ fail: "unreachable" },
			{ text: "one two three", fail: "unreachable", afterChunks: 1 },
		]);
		const page = await ask(sandbox, provider, { stream: true });
		expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
		const cut = await drain(await ask(sandbox, provider, { stream: true }));
		expect(cut).toContain("one");
		expect(cut).not.toMatch(/two|DONE|message_stop|finishReason|message-end/);
		await expect(ask(sandbox, provider, { stream: true })).rejects.toThrow();
		const torn = await ask(sandbox, provider, { stream: true });
		await expect(torn.text()).rejects.toThrow();
		await sandbox.waitFor((call) => call.id === sandbox.calls.at(-1)?.id && call.finished);
		expect(sandbox.calls.map((call) => call.abortedAt)).toEqual([null, null, null, null]);
	});

	it("never answers when told to time out, and sees the client give up", async () => {
		sandbox.script([{ fail: "timeout" }, { fail: "timeout", afterChunks: 1 }]);
		for (const stream of [false, true]) {
			const client = new AbortController();
			const pending = ask(sandbox, provider, { stream, signal: client.signal }).then((response) => response.text());
			const chunks = stream ? 1 : 0;
			const call = await sandbox.waitFor((seen) => seen.stream === stream && seen.chunksSent === chunks);
			client.abort();
			await expect(pending).rejects.toThrow();
			await sandbox.waitFor((seen) => seen.id === call.id && seen.abortedAt !== null);
			expect(call.finished).toBe(false);
		}
	});
});

describe("closing marks", () => {
	it.each([
		["openai", "[DONE]"],
		["anthropic", "message_stop"],
		["cohere", "[DONE]"],
	] as const)("are left out by %s when told so", async (provider, mark) => {
		sandbox.script([{ text: "Hi" }, { text: "Hi", noDone: true }]);
		expect(await drain(await ask(sandbox, provider, { stream: true }))).toContain(mark);
		expect(await drain(await ask(sandbox, provider, { stream: true }))).not.toContain(mark);
	});
});

describe("bad input", () => {
	it("answers broken JSON, no messages, unknown models and unknown paths in the wire's words", async () => {
		const post = async (path: string, body: string) => {
			const headers = { authorization: "Bearer sk-test-0123456789", "content-type": "application/json" };
			const response = await fetch(sandbox.baseUrl("openai") + path, { method: "POST", headers, body });
			const { error } = (await response.json()) as { error: { message: string } };
			return `${response.status} ${error.message}`;
		};
		expect(await post("/chat/completions", "{ broken")).toMatch(/^400 .*not valid JSON/);
		expect(await post("/chat/completions", `{"model":"gpt-test"}`)).toMatch(/^400 .*messages/);
		expect(await post("/chat/completions", `{"model":"does-not-exist","messages":[{}]}`)).toMatch(
			/^404 .*does-not-exist/,
		);
		expect(await post("/images/generations", "{}")).toMatch(/^404 .*POST \/v1\/images\/generations/);
		expect(sandbox.calls[0]?.body).toBeNull();
	});
});
