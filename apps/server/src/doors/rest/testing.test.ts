import { createHold } from "@llm-hub/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../test/server.ts";
import { sseData } from "../../test/sse.ts";

const base = "/api/v1/llm/test";
const model_id = "custom/environment/sandbox-writer";
const ask = (content: string, more: object = {}) => ({ model_id, messages: [{ role: "user", content }], ...more });

let server: TestServer;
let token: string;
beforeAll(async () => {
	server = await startTestServer();
});
beforeEach(async () => {
	token = (await server.signIn("user")).token;
});
afterAll(() => server.close());
afterEach(() => server.sandbox.reset());

const post = (body: unknown, path = "") => server.call("POST", base + path, { token, body });
const stream = (body: unknown, signal: AbortSignal | null = null) =>
	fetch(server.url + base, {
		method: "POST",
		headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
		body: JSON.stringify(body),
		signal,
	});
const history = async () => (await server.call("GET", `${base}/history`, { token })).json;

async function until<T>(read: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
	for (;;) {
		const value = await read();
		if (isRight(value)) return value;
	}
}

describe("a streamed test", () => {
	it.each(["", "/test"])("comes as events, ends with its figures, and stands in the history (%s)", async (path) => {
		server.sandbox.script({ text: "Hello there, friend.", usage: { inputTokens: 12, outputTokens: 5 } });
		const response = await fetch(server.url + base + path, {
			method: "POST",
			headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
			body: JSON.stringify(ask("Say hello", { max_tokens: 50 })),
		});
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
		expect(response.headers.get("x-accel-buffering")).toBe("no");
		expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
		const runId = response.headers.get("x-run-id");
		const events = [];
		for await (const event of sseData(response)) events.push(event);
		const last = events.pop();
		expect(events.map(({ content }) => content).join("")).toBe("Hello there, friend.");
		for (const event of events) expect(event).toEqual({ content: expect.any(String), tokens: expect.any(Number) });
		expect(last).toMatchObject({
			done: true,
			input_tokens: 12,
			output_tokens: 5,
			total_tokens: 17,
			cost: null,
			cost_state: "unpriced",
			latency_ms: expect.any(Number),
			ttft_ms: expect.any(Number),
			run_id: runId,
		});
		expect(await history()).toMatchObject({
			total: 1,
			limit: 20,
			offset: 0,
			tests: [
				{
					id: runId,
					model_id,
					prompt: "Say hello",
					response: "Hello there, friend.",
					tokens_used: 17,
					input_tokens: 12,
					output_tokens: 5,
					cost: null,
					cost_state: "unpriced",
					status: "success",
					created_at: expect.stringMatching(/^\d{4}-.*Z$/),
					parameters: { temperature: 0.7, max_tokens: 50, top_p: 1 },
				},
			],
		});
		const stats = (await server.call("GET", `${base}/stats`, { token })).json;
		expect(stats).toMatchObject({
			total_tests: 1,
			total_tokens: 17,
			total_cost: 0,
			unpriced_tests: 1,
			models_tested: 1,
		});
	});

	it("tells a failure as one event, in the union's words", async () => {
		server.sandbox.script({ fail: "overloaded", afterChunks: 2, text: "one two three four" });
		const events = [];
		for await (const event of sseData(await stream(ask("x")))) events.push(event);
		expect(events.at(-1)).toMatchObject({ error: expect.any(String), code: "overloaded", retryable: true });
		expect((await history()).tests[0]).toMatchObject({ status: "failed", code: "overloaded" });
	});

	it("is cancelled when the caller leaves, upstream too, and is kept so", async () => {
		const hold = createHold();
		server.sandbox.script({ text: "one two three four five", hold, holdAfterChunks: 2 });
		const leaving = new AbortController();
		const response = await stream(ask("count"), leaving.signal);
		const reader = sseData(response);
		await reader.next();
		await hold.reached;
		leaving.abort();
		const seen = await server.sandbox.waitFor((call) => call.kind === "chat" && call.abortedAt !== null);
		expect(seen.finished).toBe(false);
		const kept = await until(history, ({ tests }) => tests[0]?.status !== "started");
		expect(kept.tests[0]).toMatchObject({ status: "cancelled", response: expect.stringContaining("one") });
	});

	it("is cancelled before the first token as well", async () => {
		const hold = createHold();
		server.sandbox.script({ hold });
		const leaving = new AbortController();
		const response = await stream(ask("slow"), leaving.signal);
		expect(response.status).toBe(200);
		await hold.reached;
		leaving.abort();
		await server.sandbox.waitFor((call) => call.kind === "chat" && call.abortedAt !== null);
		expect((await until(history, ({ tests }) => tests[0]?.status !== "started")).tests[0].status).toBe("cancelled");
	});

	it("reaches a reader that is slower than the model whole", async () => {
		const text = "word ".repeat(60_000).trim();
		server.sandbox.script({ text, tokensPerChunk: 1000 });
		let content = "";
		for await (const event of sseData(await stream(ask("much", { max_tokens: 100_000 })))) {
			await new Promise(setImmediate);
			if (typeof event.content === "string") content += event.content;
		}
		expect(content).toBe(text);
	});
});

describe("a test that is not streamed", () => {
	it("is one JSON of the same figures with the content", async () => {
		server.sandbox.script({ text: "Four.", usage: { inputTokens: 9, outputTokens: 2 } });
		const { status, headers, json } = await post(ask("2+2?", { stream: false }));
		expect(status).toBe(200);
		expect(json).toMatchObject({ done: true, content: "Four.", input_tokens: 9, output_tokens: 2, total_tokens: 11 });
		expect(headers.get("x-run-id")).toBe(json.run_id);
	});

	it("answers 502 with the reason when the provider fails", async () => {
		server.sandbox.script({ fail: "quota" });
		const { status, json } = await post(ask("x", { stream: false }));
		expect([status, json.code, json.retryable]).toEqual([502, "quota", false]);
		expect(json.run_id).toEqual(expect.any(String));
	});

	it("is cancelled when the caller leaves", async () => {
		const hold = createHold();
		server.sandbox.script({ hold });
		const leaving = new AbortController();
		const left = stream(ask("slow", { stream: false }), leaving.signal).catch(() => "left");
		await hold.reached;
		leaving.abort();
		expect(await left).toBe("left");
		await server.sandbox.waitFor((call) => call.kind === "chat" && call.abortedAt !== null);
		expect((await until(history, ({ tests }) => tests[0]?.status !== "started")).tests[0].status).toBe("cancelled");
	});
});

describe("what is refused", () => {
	it.each([
		[{ ...ask("x"), temperature: 3 }, "temperature"],
		[{ ...ask("x"), max_tokens: 0 }, "max_tokens"],
		[{ ...ask("x"), top_p: -0.1 }, "top_p"],
		[{ ...ask("x"), stream: "yes" }, "stream"],
		[{ ...ask("x"), messages: [] }, "messages"],
		[{ ...ask("  ") }, "messages"],
		[{ ...ask("x"), messages: [{ role: "wizard", content: "x" }] }, "messages.0.role"],
		[{ messages: [{ role: "user", content: "x" }] }, "model_id"],
		[{ ...ask("x"), userId: "somebody else" }, ""],
	])("%o: 422 at %s", async (body, path) => {
		const { status, json } = await post(body);
		expect([status, json.code]).toEqual([422, "invalid_input"]);
		expect(json.issues.map((issue: { path: string }) => issue.path)).toContain(path);
	});

	it("tells an unknown model, a disabled one and a missing key apart", async () => {
		const answers = [];
		for (const id of ["openai/no-such-model", "acme/model", "groq/llama-3.3-70b-versatile"]) {
			answers.push((await post(ask("x", { model_id: id }))).status);
		}
		expect(answers).toEqual([404, 404, 503]);
		const admin = await server.signIn("admin");
		const toggle = (enabled: boolean) =>
			server.call("POST", "/api/v1/llm/models/openai/gpt-4o/toggle", { token: admin.token, body: { enabled } });
		await toggle(false);
		const disabled = await post(ask("x", { model_id: "openai/gpt-4o" }));
		expect([disabled.status, disabled.json.code, disabled.json.rule]).toEqual([403, "forbidden", "model_disabled"]);
		await toggle(true);
	});

	it("limits runs a minute", async () => {
		await using slow = await startTestServer({ env: { RATE_LIMIT_RUNS: "1" } });
		const { token: other } = await slow.signIn("user");
		const run = () => slow.call("POST", base, { token: other, body: ask("x", { stream: false }) });
		expect((await run()).status).toBe(200);
		const second = await run();
		expect(second.status).toBe(429);
		expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
	});
});

it("keeps people's histories apart, and pages", async () => {
	for (const text of ["first", "second", "third"]) await post(ask(text, { stream: false }));
	const page = (await server.call("GET", `${base}/history?limit=1&offset=1`, { token })).json;
	expect([page.total, page.limit, page.offset, page.tests.map(({ prompt }: { prompt: string }) => prompt)]).toEqual([
		3,
		1,
		1,
		["second"],
	]);
	token = (await server.signIn("user")).token;
	expect((await history()).total).toBe(0);
	expect((await server.call("GET", `${base}/history?limit=101`, { token })).status).toBe(422);
});

it("offers the ten templates to anybody, and one's own whole: turns, parameters and checks", async () => {
	const { json } = await server.call("GET", `${base}/templates`);
	expect(json).toHaveLength(10);
	for (const template of json) {
		expect(template).toMatchObject({
			id: expect.any(String),
			prompt: expect.any(String),
			category: expect.any(String),
			turns: [],
			parameters: null,
			author: null,
		});
		expect(template.suggested_models).toEqual(expect.any(Array));
	}
	const puzzle = json.find(({ id }: { id: string }) => id === "logic-puzzle");
	expect(puzzle.checks).toEqual([expect.objectContaining({ kind: "exact", last_line: true })]);

	const turns = [
		{ role: "assistant", content: "Which?" },
		{ role: "user", content: "All." },
	];
	const schema = { type: "object" };
	const checks = [
		{ kind: "contains", value: "a", ignoreCase: true },
		{ kind: "regex", pattern: "b+", ignoreCase: false },
		{ kind: "jsonSchema", schema },
		{ kind: "numeric", value: 42, tolerance: 0.5 },
	];
	const parameters = { temperature: 0.1, maxTokens: 20, topP: 1, seed: 7, jsonSchema: { name: "answer", schema } };
	const body = { name: "Mine", category: "sums", prompt: "How many?", turns, checks, parameters };
	expect((await server.call("POST", "/trpc/testing.templates.create", { token, body })).status).toBe(200);
	const { json: seen } = await server.call("GET", `${base}/templates`, { token });
	expect(seen).toHaveLength(11);
	expect(seen.find(({ name }: { name: string }) => name === "Mine")).toMatchObject({
		turns,
		checks: [
			{ kind: "contains", value: "a", ignore_case: true },
			{ kind: "regex", pattern: "b+", ignore_case: false },
			{ kind: "json_schema", schema },
			{ kind: "numeric", value: 42, tolerance: 0.5 },
		],
		parameters: {
			temperature: 0.1,
			max_tokens: 20,
			top_p: 1,
			seed: 7,
			response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
		},
		author: expect.any(String),
	});
});
