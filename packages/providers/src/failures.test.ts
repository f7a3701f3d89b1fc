import { describe, expect, test } from "vitest";
import { mapFailure, mapStreamError } from "./failures.ts";
import { durationMs } from "./retry-after.ts";

const body = (error: unknown) => JSON.stringify({ error });
const limited = body({ message: "Slow down", type: "rate_limit_error" });

describe("how long to wait", () => {
	const date = "Mon, 23 Nov 2026 10:00:00 GMT";
	test.each([
		["seconds", { "retry-after": "7" }, 7000],
		["a fraction of a second", { "retry-after": "0.5" }, 500],
		["nothing", { "retry-after": "0" }, 0],
		["milliseconds before seconds", { "retry-after-ms": "1250", "retry-after": "2" }, 1250],
		["an HTTP date, by the answer's own clock", { date, "retry-after": "Mon, 23 Nov 2026 10:00:30 GMT" }, 30_000],
		["a date that has passed", { date, "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT" }, 0],
		["epoch milliseconds", { date, "x-ratelimit-reset": String(Date.parse(date) + 6000) }, 6000],
		["epoch seconds", { date, "x-ratelimit-reset": String(Date.parse(date) / 1000 + 9) }, 9000],
		["a duration", { "retry-after": "1m30s" }, 90_000],
		["nonsense", { "retry-after": "soon" }, undefined],
		["for ever, in milliseconds", { "retry-after-ms": "Infinity" }, 31 * 86_400_000],
		["a year", { "retry-after": "31536000" }, 31 * 86_400_000],
		["a moment that no date can hold", { "retry-after": "1e300" }, 31 * 86_400_000],
		["no word of it", {}, undefined],
	])("%s", (_what, headers, expected) => {
		expect(mapFailure("openai", 429, headers, limited).retryAfterMs).toBe(expected);
	});

	test.each([
		["Google's RetryInfo", { code: 429, status: "RESOURCE_EXHAUSTED", details: [{ retryDelay: "34.4s" }] }, 34_400],
		["the message", { message: "Please try again in 2m59.56s.", code: "rate_limit_exceeded" }, 179_560],
		["the message, in milliseconds", { message: "Please try again in 20ms." }, 20],
	])("from %s", (_what, error, expected) => {
		const failure = mapFailure("google", 429, {}, body(error));
		expect(failure).toMatchObject({ reason: "rate_limited", retryable: true, retryAfterMs: expected });
	});

	test("is said in the message, and only where waiting helps", () => {
		expect(mapFailure("groq", 429, { "retry-after": "15" }, limited).message).toContain("in 15 s");
		const refused = mapFailure("groq", 401, { "retry-after": "15" }, body({ message: "Invalid API Key" }));
		expect(refused).toMatchObject({ reason: "unauthorized", retryable: false });
		expect(refused).not.toHaveProperty("retryAfterMs");
	});

	test("durations of other shapes are none", () => {
		expect([durationMs("1h"), durationMs("90"), durationMs("5 s"), durationMs("")]).toEqual([
			3_600_000,
			undefined,
			undefined,
			undefined,
		]);
	});
});

describe("a bare status", () => {
	test.each([
		[400, "bad_request", false],
		[401, "unauthorized", false],
		[402, "quota", false],
		[403, "forbidden", false],
		[405, "bad_request", false],
		[408, "timeout", true],
		[422, "bad_request", false],
		[429, "rate_limited", true],
		[500, "overloaded", true],
		[502, "overloaded", true],
		[503, "overloaded", true],
		[504, "timeout", true],
		[524, "timeout", true],
		[529, "overloaded", true],
	])("%d is %s", (status, reason, retryable) => {
		expect(mapFailure("custom", status, {}, "")).toMatchObject({ reason, retryable, status });
	});
});

describe("the message", () => {
	test("tells what to do and quotes the provider on one line, without keys and URLs", () => {
		const said = "Bad key sk-test-123456.\n\tSee https://user:pw@host.example/keys?key=abc please.";
		expect(mapFailure("openai", 401, {}, body({ message: said })).message).toBe(
			"OpenAI does not accept the key (HTTP 401). Check it or save a new one. OpenAI says: “Bad key [redacted] See (link) please.”",
		);
	});

	test("calls a server that has no name by what it is", () => {
		const said = body({ code: "insufficient_quota", message: "No budget." });
		expect(mapFailure("custom", 429, {}, said).message).toBe(
			"The account at the server has no quota or credit left (HTTP 429). Add credit or raise its limit. The server says: “No budget.”",
		);
		expect(mapFailure("custom", 401, {}, "").message).toMatch(/^The server does not accept the key/);
		expect(mapFailure("custom", 200, {}, "{}").message).toBe(
			"The server reported an error that has no known meaning. Try again, or choose another model.",
		);
	});

	test("is not as long as a provider likes", () => {
		const { message } = mapFailure("mistral", 400, {}, body({ message: "long ".repeat(1000) }));
		expect(message.length).toBeLessThan(600);
	});

	test("shows no half of a key that stands where it is cut off", () => {
		const said = (length: number) => `${"word ".repeat(length)}vllm-team-key-blue-harbor is not known`;
		for (const length of [57, 58, 59, 60]) {
			const { message } = mapFailure("custom", 401, {}, body({ message: said(length) }));
			expect(message).not.toMatch(/vllm-(?!team-key-blue-harbor)/);
		}
		expect(mapFailure("custom", 429, { "retry-after": "864000" }, "").message).toContain("Try again in 10 days.");
	});

	test.each(["a", "a**", "model ", "//a:a", "eyJ-"])("comes to an end of a million characters: %s", (piece) => {
		const said = piece.repeat(1_000_000 / piece.length);
		for (const text of [body({ message: said }), said]) {
			expect(mapFailure("custom", 400, {}, text).message.length).toBeLessThan(600);
		}
	});

	test("names fields that failed validation", () => {
		const detail = [{ loc: ["body", "messages", 0], msg: "Field required" }];
		expect(mapFailure("custom", 422, {}, JSON.stringify({ detail })).message).toContain(
			"body.messages.0: Field required",
		);
	});

	test("shows nothing of a web page", () => {
		const page = "<!doctype html><html><script>secret()</script></html>";
		expect(mapFailure("custom", 502, {}, page)).toMatchObject({ reason: "overloaded" });
		expect(mapFailure("custom", 502, {}, page).message).not.toContain("<");
	});
});

describe("any body", () => {
	test.each([
		"",
		"null",
		"[]",
		"[[]]",
		"{}",
		'"text"',
		"12",
		"{broken",
		'{"error":null}',
		'{"error":[1]}',
		'{"error":{"metadata":{"raw":"{"}}}',
		'{"message":{"detail":[null]}}',
		"\u0000",
	])("%j becomes a failure", (text) => {
		for (const status of [200, 302, 400, 404, 500]) {
			const failure = mapFailure("openrouter", status, {}, text);
			expect(failure.message.length).toBeGreaterThan(20);
			expect(failure.reason === "unknown").toBe(status === 200);
		}
	});

	test("an error under HTTP 200 takes its status from inside", () => {
		expect(mapStreamError("openrouter", { error: { code: 502, message: "Gone" } })).toMatchObject({
			reason: "overloaded",
			status: 502,
			retryable: true,
		});
		expect(mapStreamError("anthropic", { type: "error", error: { type: "overloaded_error" } })).toMatchObject({
			reason: "overloaded",
		});
	});
});
