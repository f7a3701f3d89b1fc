import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { jsonRoutes, serve } from "./test/serve.ts";
import { testConnection } from "./test-connection.ts";
import type { CallOptions, Target, TestStage } from "./types.ts";
import { type ProviderType, providerTypes } from "./vocabulary.ts";

const secret = "sk-test-0123456789";
const targetOf = (provider: ProviderType, baseUrl: string): Target => ({
	provider,
	baseUrl,
	secret,
	allowPrivate: true,
});

const stagesOf = async (target: Target, options?: CallOptions): Promise<TestStage[]> => {
	const stages: TestStage[] = [];
	for await (const stage of testConnection(target, options)) stages.push(stage);
	return stages;
};

const test = async (provider: ProviderType, listener: RequestListener, options?: CallOptions) => {
	await using server = await serve(listener);
	const stages = await stagesOf(targetOf(provider, server.baseUrl), options);
	return { stages, last: stages.at(-1), requests: server.requests };
};

const names = (stages: TestStage[]) => stages.map(({ stage, ok }) => `${stage} ${ok ? "ok" : "failed"}`);
const openAiList = { object: "list", data: [{ id: "a" }, { id: "b" }] };

/** The header in which each provider's key must come, and nothing else that looks like a key. */
const keyHeaders: Record<ProviderType, Record<string, string>> = {
	openrouter: { authorization: `Bearer ${secret}` },
	openai: { authorization: `Bearer ${secret}` },
	anthropic: { "x-api-key": secret },
	google: { "x-goog-api-key": secret },
	cohere: { authorization: `Bearer ${secret}` },
	groq: { authorization: `Bearer ${secret}` },
	together: { authorization: `Bearer ${secret}` },
	mistral: { authorization: `Bearer ${secret}` },
	custom: { authorization: `Bearer ${secret}` },
};

describe("a good key", () => {
	const routes: Record<ProviderType, Record<string, unknown>> = {
		openrouter: { "/v1/key": { data: { label: "test" } }, "/v1/models": { data: [{ id: "a" }, { id: "b" }] } },
		openai: { "/v1/models": openAiList },
		anthropic: {
			"/v1/models?limit=1": { data: [{ id: "a" }], has_more: true, last_id: "a" },
			"/v1/models?limit=1000": { data: [{ id: "a" }], has_more: true, last_id: "a" },
			"/v1/models?limit=1000&after_id=a": { data: [{ id: "b" }], has_more: false, last_id: "b" },
		},
		google: {
			"/v1/models?pageSize=1": { models: [{ name: "models/a" }], nextPageToken: "p" },
			"/v1/models?pageSize=1000": { models: [{ name: "models/a" }], nextPageToken: "p" },
			"/v1/models?pageSize=1000&pageToken=p": { models: [{ name: "models/b" }] },
		},
		cohere: {
			"/v1/models?page_size=1": { models: [{ name: "a" }], next_page_token: "p" },
			"/v1/models?page_size=1000": { models: [{ name: "a" }], next_page_token: "p" },
			"/v1/models?page_size=1000&page_token=p": { models: [{ name: "b" }] },
		},
		groq: { "/v1/models": openAiList },
		together: { "/v1/models": [{ id: "a" }, { id: "b" }] },
		mistral: { "/v1/models": openAiList },
		custom: { "/v1/models": openAiList },
	};

	it.each(providerTypes)("%s: reached, authenticated, all pages counted, by free GETs alone", async (provider) => {
		const { stages, requests } = await test(provider, jsonRoutes(routes[provider]));
		expect(names(stages)).toEqual(["reach ok", "authenticate ok", "list ok"]);
		expect(stages[2]?.modelsFound).toBe(2);
		expect(stages[0]).not.toHaveProperty("modelsFound");
		for (const { latencyMs } of stages) expect(Number.isInteger(latencyMs) && latencyMs >= 0).toBe(true);
		for (const { method, url, headers } of requests) {
			expect(method).toBe("GET");
			expect(url).not.toContain(secret);
			expect(headers).toMatchObject(keyHeaders[provider]);
			const carriers = Object.values(headers).filter((value) => String(value).includes(secret));
			expect(carriers).toHaveLength(1);
		}
	});
});

describe("a wrong key", () => {
	const refusals: Partial<Record<ProviderType, [number, unknown]>> = {
		google: [
			400,
			{
				error: {
					code: 400,
					status: "INVALID_ARGUMENT",
					message: "API key not valid.",
					details: [{ reason: "API_KEY_INVALID" }],
				},
			},
		],
		anthropic: [401, { type: "error", error: { type: "authentication_error", message: "invalid x-api-key" } }],
		cohere: [401, { message: "invalid api token" }],
		mistral: [401, { detail: "Unauthorized" }],
	};

	it.each(providerTypes)("%s: reached, not authenticated, nothing listed", async (provider) => {
		const [status, body] = refusals[provider] ?? [401, { error: { message: `Incorrect API key provided: ${secret}` } }];
		const { stages, last } = await test(provider, (request, response) => {
			// OpenRouter's model list answers any key.
			if (provider === "openrouter" && request.url === "/v1/models") return response.end('{"data":[{"id":"a"}]}');
			response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
		});
		expect(names(stages)).toEqual(["reach ok", "authenticate failed"]);
		expect(last?.failure).toMatchObject({ reason: "unauthorized", retryable: false });
		expect(JSON.stringify(stages)).not.toContain(secret);
	});

	it("is not shown even where the provider echoes a key of no known shape", async () => {
		await using server = await serve((_request, response) => {
			response.writeHead(401).end(JSON.stringify({ error: { message: "Bad key tangerine-9 given" } }));
		});
		const target = { ...targetOf("custom", server.baseUrl), secret: "tangerine-9" };
		expect(JSON.stringify(await stagesOf(target))).not.toContain("tangerine");
	});
});

describe("other failures", () => {
	it.each([
		[403, "forbidden"],
		[402, "quota"],
		[429, "rate_limited"],
		[503, "overloaded"],
		[529, "overloaded"],
	])("HTTP %i is %s, at authentication", async (status, reason) => {
		const { stages, last } = await test("openai", (_request, response) => response.writeHead(status).end("{}"));
		expect(names(stages)).toEqual(["reach ok", "authenticate failed"]);
		expect(last?.failure).toMatchObject({ reason, status });
	});

	it("a web page instead of JSON does not prove the key", async () => {
		const { stages, last } = await test("custom", (_request, response) =>
			response.end("<html>Welcome to nginx</html>"));
		expect(names(stages)).toEqual(["reach ok", "authenticate failed"]);
		expect(last?.failure).toMatchObject({ reason: "bad_response", message: expect.stringContaining("web page") });
		expect(last?.failure?.message).not.toContain("nginx");
	});

	it("JSON of another shape fails the list", async () => {
		const { stages, last } = await test("custom", (_request, response) => response.end('{"hello":"world"}'));
		expect(names(stages)).toEqual(["reach ok", "authenticate ok", "list failed"]);
		expect(last?.failure).toMatchObject({ reason: "bad_response" });
		expect(last).not.toHaveProperty("modelsFound");
	});

	it("a redirect is not followed", async () => {
		await using other = await serve(jsonRoutes({ "/v1/models": openAiList }));
		const { stages, last } = await test("custom", (_request, response) => {
			response.writeHead(301, { location: `${other.baseUrl}/models` }).end();
		});
		expect(names(stages)).toEqual(["reach ok", "authenticate failed"]);
		expect(last?.failure).toMatchObject({ reason: "bad_response", status: 301 });
		expect(other.sockets).toHaveLength(0);
	});

	it("a host that accepts and never answers was reached, and timed out", async () => {
		const { stages, last } = await test("openai", () => {}, { headersTimeoutMs: 50 });
		expect(names(stages)).toEqual(["reach ok", "authenticate failed"]);
		expect(last?.failure).toMatchObject({ reason: "timeout", retryable: true });
	});

	it.each([
		["a name that does not resolve", "https://nothing.invalid/v1", true],
		["an address that may not be reached", "https://10.0.0.1/v1", false],
		["plain http outside", "http://api.example.com/v1", false],
	])("%s is not reached", async (_name, baseUrl, allowPrivate) => {
		const stages = await stagesOf({ ...targetOf("custom", baseUrl), allowPrivate });
		expect(names(stages)).toEqual(["reach failed"]);
		expect(stages[0]?.failure).toMatchObject({ reason: "unreachable" });
	});

	it("a port where nobody listens is not reached", async () => {
		const gone = await serve(() => {});
		await gone[Symbol.asyncDispose]();
		const stages = await stagesOf(targetOf("custom", gone.baseUrl));
		expect(names(stages)).toEqual(["reach failed"]);
		expect(stages[0]?.failure).toMatchObject({ reason: "unreachable", message: expect.stringContaining("refused") });
	});

	it("a host that does not speak TLS is not reached, and gets no key", async () => {
		const bytes: Buffer[] = [];
		const plain = createServer((socket) => {
			socket.on("error", () => {});
			socket.on("data", (chunk) => {
				bytes.push(chunk);
				socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
			});
		}).listen(0, "127.0.0.1");
		await once(plain, "listening");
		const address = plain.address();
		if (typeof address !== "object" || !address) throw new Error("no port");
		const stages = await stagesOf(targetOf("custom", `https://127.0.0.1:${address.port}/v1`));
		expect(names(stages)).toEqual(["reach failed"]);
		expect(stages[0]?.failure?.message).toContain("TLS");
		expect(Buffer.concat(bytes).toString("latin1")).not.toContain(secret);
		plain.close();
	});
});

describe("as it happens", () => {
	it("tells that the host is reached while the answer is still out", async () => {
		const controller = new AbortController();
		await using server = await serve(() => {});
		const stages = testConnection(targetOf("openai", server.baseUrl), { signal: controller.signal });
		expect((await stages.next()).value).toMatchObject({ stage: "reach", ok: true });
		controller.abort();
		expect((await stages.next()).value).toMatchObject({
			stage: "authenticate",
			ok: false,
			failure: { reason: "cancelled" },
		});
		expect((await stages.next()).done).toBe(true);
	});

	it("closes its connections when nobody wants the rest", async () => {
		await using server = await serve(jsonRoutes({ "/v1/models": openAiList }));
		server.server.keepAliveTimeout = 600_000;
		for await (const { stage } of testConnection(targetOf("openai", server.baseUrl))) {
			if (stage === "authenticate") break;
		}
		for (const socket of server.sockets) if (!socket.closed) await once(socket, "close");
		expect(server.sockets.every(({ closed }) => closed)).toBe(true);
		expect(server.requests).toHaveLength(1);
	});
});
