import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { streamChat } from "./call.ts";
import { chunk, collect, failureIn, hello, sse, startUpstream, textIn } from "./test/upstream.ts";
import type { ChatEvent } from "./types.ts";

const stream = { "content-type": "text/event-stream" };
const json = { "content-type": "application/json" };
const overloaded = JSON.stringify({ error: { message: "Come back later", type: "server_error" } });

describe("a streamed call", () => {
	test("yields text, usage and one finish, and says the key only to the provider", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(200, stream);
			const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
			response.end(chunk({ content: "Hel" }) + chunk({ content: "lo" }, "stop", { usage }) + sse("[DONE]"));
		});
		const events = await collect(upstream.target("openai"), hello);
		expect(textIn(events)).toBe("Hello");
		expect(events.map((event) => event.type).slice(-2)).toEqual(["usage", "finish"]);
		expect(events.at(-1)).toEqual({ type: "finish", finishReason: "stop", model: "m-1", upstreamId: "c-1" });
		expect(events.filter((event) => event.type === "finish")).toHaveLength(1);
		expect(upstream.seen[0]).toMatchObject({
			method: "POST",
			path: "/v1/chat/completions",
			headers: { authorization: "Bearer sk-test-0123456789abcdef" },
			json: { model: "m-1", stream: true, stream_options: { include_usage: true } },
		});
	});

	test("joins the deltas of one read into one event", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(200, stream);
			const pieces = Array.from({ length: 40 }, (_, at) => chunk({ content: `${at} ` }));
			response.end(pieces.join("") + chunk({}, "stop"));
		});
		const events = await collect(upstream.target("groq"), hello);
		expect(textIn(events)).toBe(Array.from({ length: 40 }, (_, at) => `${at} `).join(""));
		expect(events.filter((event) => event.type === "text").length).toBeLessThan(10);
	});

	test("ends although the server keeps the connection open after its last word", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(200, stream);
			response.write(chunk({ content: "Done" }, "stop") + sse("[DONE]"));
		});
		expect((await collect(upstream.target("custom"), hello)).at(-1)).toMatchObject({ type: "finish" });
	});

	test("reads on where another message begins after the last word of one, however slowly that one comes", async () => {
		const event = (data: { type: string } & Record<string, unknown>) =>
			`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
		const begin = (id: string) => event({ type: "message_start", message: { id, model: "m-1", content: [] } });
		const say = (text: string) =>
			event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }) +
			event({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 1 } }) +
			event({ type: "message_stop" });
		await using upstream = await startUpstream(async (response) => {
			response.writeHead(200, stream);
			response.write(begin("a") + say("One, "));
			await setTimeout(20);
			response.write(begin("b"));
			// Longer than a connection may be held after the last word.
			await setTimeout(400);
			response.end(say("two"));
		});
		const events = await collect(upstream.target("anthropic"), hello);
		expect(textIn(events)).toBe("One, two");
		expect(events.at(-1)).toMatchObject({ type: "finish", finishReason: "stop" });
	});

	test("reads a whole JSON answer after keep-alive white space", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(200, json);
			response.write("\n   \n");
			response.end(
				JSON.stringify({ id: "w", model: "m", choices: [{ message: { content: "Whole" }, finish_reason: "stop" }] }),
			);
		});
		const events = await collect(upstream.target("openrouter"), { ...hello, stream: false });
		expect(textIn(events)).toBe("Whole");
		expect(events.at(-1)).toMatchObject({ type: "finish", finishReason: "stop" });
	});
});

describe("abort", () => {
	test.each(["before the headers", "before the first token", "within the text"])(
		"closes the upstream %s",
		async (moment) => {
			let closed = false;
			await using upstream = await startUpstream((response) => {
				response.on("close", () => {
					closed = true;
				});
				if (moment === "before the headers") return;
				response.writeHead(200, stream);
				response.write(moment === "within the text" ? chunk({ content: "Once upon" }) : ": thinking\n\n");
			});
			const controller = new AbortController();
			const running = collect(upstream.target("openai"), hello, { signal: controller.signal });
			await expect.poll(() => upstream.seen.length).toBe(1);
			controller.abort();
			expect(failureIn(await running)).toMatchObject({ reason: "cancelled", retryable: false });
			await expect.poll(() => closed).toBe(true);
		},
	);

	test("a consumer that throws closes the upstream too", async () => {
		let closed = false;
		await using upstream = await startUpstream((response) => {
			response.on("close", () => {
				closed = true;
			});
			response.writeHead(200, stream);
			response.write(chunk({ content: "Once upon" }));
		});
		const events: ChatEvent[] = [];
		await streamChat(upstream.target("openai"), hello, (event) => {
			events.push(event);
			if (event.type === "text") throw new Error("no more");
		});
		expect(events).toMatchObject([{ type: "text", text: "Once upon" }, { type: "failed" }]);
		await expect.poll(() => closed).toBe(true);
	});

	test("a consumer that throws has no whole answer, also of one that came whole, and its error is told", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(200, stream);
			response.end(`${chunk({ content: "Once upon" })}${chunk({}, "stop")}data: [DONE]\n\n`);
		});
		const events: ChatEvent[] = [];
		const told: unknown[] = [];
		const take = (event: ChatEvent) => {
			events.push(event);
			if (event.type === "text") throw new Error("no more");
		};
		await streamChat(upstream.target("openai"), hello, take, { onBroken: (error) => told.push(error) });
		expect(failureIn(events)).toMatchObject({ reason: "unknown", message: "The call failed for a reason of our own." });
		expect(told).toEqual([new Error("no more")]);
	});

	test("an aborted signal sends nothing", async () => {
		await using upstream = await startUpstream((response) => {
			response.end();
		});
		const events = await collect(upstream.target("openai"), hello, { signal: AbortSignal.abort() });
		expect(events).toEqual([{ type: "failed", failure: expect.objectContaining({ reason: "cancelled" }) }]);
		expect(upstream.seen).toHaveLength(0);
	});

	test("does not wait for the next attempt", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(503, { ...json, "retry-after": "4" });
			response.end(overloaded);
		});
		const controller = new AbortController();
		const running = collect(upstream.target("openai"), hello, { signal: controller.signal });
		await expect.poll(() => upstream.seen.length).toBe(1);
		controller.abort();
		expect(failureIn(await running).reason).toBe("cancelled");
		expect(upstream.seen).toHaveLength(1);
	});
});

describe("retries", () => {
	test("a failure that passes is tried again, and each attempt is told", async () => {
		await using upstream = await startUpstream((response, attempt) => {
			response.writeHead(attempt === 0 ? 503 : 200, attempt === 0 ? json : stream);
			response.end(attempt === 0 ? overloaded : chunk({ content: "Second" }, "stop"));
		});
		const told: string[] = [];
		const onSent = () => void told.push("sent");
		const onRefused = () => void told.push("refused");
		const events = await collect(upstream.target("openai"), hello, { onSent, onRefused });
		expect(textIn(events)).toBe("Second");
		expect(upstream.seen).toHaveLength(2);
		expect(told).toEqual(["sent", "refused", "sent"]);
	});

	test("gives up after the agreed number", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(503, { ...json, "retry-after-ms": "1" });
			response.end(overloaded);
		});
		expect(failureIn(await collect(upstream.target("openai"), hello)).reason).toBe("overloaded");
		expect(upstream.seen).toHaveLength(3);
	});

	test.each([
		["a wrong key", 401, {}, "unauthorized"],
		["a long wait", 429, { "retry-after": "60" }, "rate_limited"],
		["a provider that says it makes no sense", 503, { "x-should-retry": "false" }, "overloaded"],
	])("%s is not tried again", async (_what, status, headers, reason) => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(status, { ...json, ...headers });
			response.end(JSON.stringify({ error: { message: "No" } }));
		});
		expect(failureIn(await collect(upstream.target("openai"), hello)).reason).toBe(reason);
		expect(upstream.seen).toHaveLength(1);
	});

	test.each([
		["stalls", (response: ServerResponse) => void response.write("{")],
		["breaks off", (response: ServerResponse) => void response.write("{", () => response.destroy())],
	])("a refusal is one, and billed by nobody, also where its body %s", async (_how, send) => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(401, json);
			send(response);
		});
		const told: string[] = [];
		const [onSent, onRefused] = ["sent", "refused"].map((word) => () => void told.push(word));
		const events = await collect(upstream.target("openai"), hello, { onSent, onRefused, idleTimeoutMs: 50 });
		expect(failureIn(events)).toMatchObject({ reason: "unauthorized", status: 401 });
		expect(told).toEqual(["sent", "refused"]);
	});

	test("nothing is tried again once the answer has begun", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(200, stream);
			response.write(chunk({ content: "Half" }), () => response.destroy());
		});
		const events = await collect(upstream.target("openai"), hello);
		expect(textIn(events)).toBe("Half");
		expect(failureIn(events)).toMatchObject({ reason: "unreachable", retryable: true });
		expect(upstream.seen).toHaveLength(1);
	});

	test("a silent provider is not asked twice: it may still be at work", async () => {
		await using upstream = await startUpstream(() => {});
		const events = await collect(upstream.target("openai"), hello, { headersTimeoutMs: 50 });
		expect(failureIn(events).reason).toBe("timeout");
		expect(upstream.seen).toHaveLength(1);
	});
});

describe("answers that are none", () => {
	test("a first event that is an error", async () => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(200, stream);
			response.end(
				`: OPENROUTER PROCESSING\n\n${sse({ id: "g", error: { code: 502, message: "Upstream fell over" }, choices: [] })}`,
			);
		});
		const events = await collect(upstream.target("openrouter"), hello);
		expect(events).toHaveLength(1);
		expect(failureIn(events)).toMatchObject({ reason: "overloaded", status: 502, retryable: true });
		expect(upstream.seen).toHaveLength(1);
	});

	test.each([
		[200, "custom", "Check the base URL and any proxy between."],
		[404, "custom", "Check the base URL and any proxy between."],
		[200, "mistral", "Check any proxy between, and MISTRAL_BASE_URL in LLM Hub's environment if it is set."],
	] as const)("a web page with status %d of %s", async (status, provider, advice) => {
		await using upstream = await startUpstream((response) => {
			response.writeHead(status, { "content-type": "text/html" });
			response.end("<!doctype html><html><body>Welcome</body></html>");
		});
		const failure = failureIn(await collect(upstream.target(provider), hello));
		expect(failure).toMatchObject({ reason: "bad_response", retryable: false });
		expect(failure.message).toContain(advice);
	});

	test.each(["", "OK", "data: [broken\n\n", '{"object":"list","data":[]}'])("a body of %j", async (body) => {
		await using upstream = await startUpstream((response) => {
			response.end(body);
		});
		expect(failureIn(await collect(upstream.target("custom"), hello)).reason).toBe("bad_response");
	});

	test("the key never comes back in a message", async () => {
		const secret = "plain+odd/key=without-a-shape";
		await using upstream = await startUpstream((response) => {
			response.writeHead(400, json);
			response.end(JSON.stringify({ error: { message: `What is ${secret} or ${encodeURIComponent(secret)}?` } }));
		});
		const { message } = failureIn(await collect(upstream.target("custom", secret), hello));
		expect(message).toContain("[redacted]");
		expect(message).not.toMatch(/without-a-shape/);
	});
});
