import { once } from "node:events";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readText } from "./http.ts";
import { bodyFailure, get, startSender } from "./test/sender.ts";
import { serve } from "./test/serve.ts";

const { send, answered, refused, close } = startSender();
afterAll(close);

describe("send", () => {
	it("puts the path behind the base URL and sends JSON without any auth header of its own", async () => {
		await using server = await serve((request, response) => {
			request.setEncoding("utf8");
			request.on("data", (text) => response.end(text));
		});
		let sent = 0;
		const request = { method: "POST", path: "/chat?x=1", headers: { "x-own": "yes" }, json: { a: "ä" } } as const;
		const response = await answered(`${server.baseUrl}/`, request, { onSent: () => sent++ });

		expect(await readText(response)).toBe('{"a":"ä"}');
		expect(sent).toBe(1);
		const [seen] = server.requests;
		expect(seen).toMatchObject({ method: "POST", url: "/v1/chat?x=1" });
		expect(seen?.headers).toMatchObject({
			"content-type": "application/json",
			"accept-encoding": "identity",
			"x-own": "yes",
		});
		expect(seen?.headers).not.toHaveProperty("authorization");
	});

	it("answers a status outside 2xx as an answer, with joined headers", async () => {
		await using server = await serve((_request, response) => {
			response
				.writeHead(
					429,
					[
						["Retry-After", "7"],
						["X-A", "1"],
						["X-A", "2"],
					].flat(),
				)
				.end("slow down");
		});
		const response = await answered(server.baseUrl, get("/x"));
		expect(response.status).toBe(429);
		expect(response.headers).toMatchObject({ "retry-after": "7", "x-a": "1, 2" });
		expect(await readText(response)).toBe("slow down");
	});

	it("uses a connection again", async () => {
		await using server = await serve((_request, response) => response.end("ok"));
		for (let call = 0; call < 10; call++) await readText(await answered(server.baseUrl, get("/x")));
		expect(server.requests).toHaveLength(10);
		expect(server.sockets.length).toBeLessThan(5);
	});

	it("hands out what one read brought as one chunk, in order and whole", async () => {
		const frames = Array.from({ length: 500 }, (_, index) => `data: ${index}\n\n`);
		await using server = await serve((_request, response) => {
			response.writeHead(200, { "content-type": "text/event-stream" });
			response.cork();
			for (const frame of frames) response.write(frame);
			response.uncork();
			response.end();
		});
		const chunks: Uint8Array[] = [];
		await (await answered(server.baseUrl, get("/s"))).read((chunk) => chunks.push(chunk));
		expect(Buffer.concat(chunks).toString()).toBe(frames.join(""));
		expect(chunks.length).toBeLessThan(100);
	});

	it("holds back a sender that is faster than the reader, and loses nothing", async () => {
		const size = 24 * 1024 * 1024;
		let finished = false;
		let markFinished = () => {};
		const finish = new Promise<void>((resolve) => {
			markFinished = resolve;
		});
		await using server = await serve((request, response) => {
			if (request.url !== "/v1/big") return response.end("ok");
			response.on("finish", () => {
				finished = true;
				markFinished();
			});
			response.end(Buffer.alloc(size, 7));
		});
		const big = await answered(server.baseUrl, get("/big"), { maxBytes: size });
		// Far more turns than an unhindered transfer of that size takes.
		for (let turn = 0; turn < 600; turn++) await readText(await answered(server.baseUrl, get("/small")));
		expect(finished).toBe(false);
		expect(await readText(big)).toHaveLength(size);
		await finish;
	});

	it.each([301, 302, 303, 307, 308])("does not follow a %i, and does not say where it pointed", async (status) => {
		await using other = await serve((_request, response) => response.end("never"));
		await using server = await serve((_request, response) => {
			response.writeHead(status, { location: `${other.baseUrl}/?secret=sk-test-1` }).end();
		});
		const failure = await refused(server.baseUrl, { ...get("/x"), headers: { authorization: "Bearer sk-test-1" } });
		expect(failure).toMatchObject({ reason: "bad_response", status, retryable: false });
		expect(failure.message).toContain("redirect");
		expect(failure.message).not.toMatch(/sk-test|127\.0/);
		expect(other.requests).toHaveLength(0);
	});

	it("refuses a compressed answer instead of inflating it", async () => {
		const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
		await using server = await serve((_request, response) => {
			response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
		});
		expect(await refused(server.baseUrl, get("/x"))).toMatchObject({ reason: "bad_response" });
	});

	it("refuses a body that says it is too large, and one that grows too large unsaid", async () => {
		await using server = await serve((request, response) => {
			if (request.url === "/v1/said") response.setHeader("content-length", 5000);
			response.write("x".repeat(2500));
			response.end("x".repeat(2500));
		});
		const said = await refused(server.baseUrl, get("/said"), { maxBytes: 4000 });
		expect(said).toMatchObject({
			reason: "bad_response",
			message: expect.stringMatching(/4,000 bytes\. Ask for less/),
		});
		const response = await answered(server.baseUrl, get("/unsaid"), { maxBytes: 4000 });
		expect(await bodyFailure(response)).toMatchObject({ reason: "bad_response", retryable: false });
	});

	it.each(["/../x", "/%2e%2e/x", "/models/..%2f..", "/models/../../x", "no-slash", "@host.example/x", ":80/x"])(
		"refuses the path %s where it leaves the base",
		async (path) => {
			await using server = await serve((_request, response) => response.end("ok"));
			const sent = await send(server.baseUrl, get(path));
			if (sent.ok) await readText(sent.response);
			for (const request of server.requests) expect(request.url).toMatch(/^\/v1\//);
			if (!path.includes("%2f")) expect(sent).toMatchObject({ ok: false, failure: { reason: "bad_request" } });
		},
	);

	it("refuses a key that cannot stand in a header without repeating it", async () => {
		await using server = await serve((_request, response) => response.end("ok"));
		const headers = { authorization: "Bearer sk-test-1\r\nx-evil: 1" };
		const failure = await refused(server.baseUrl, { ...get("/x"), headers });
		expect(failure.reason).toBe("bad_request");
		expect(failure.message).not.toContain("sk-test");
		expect(server.requests).toHaveLength(0);
	});
});

describe("time limits and broken connections", () => {
	it("gives up on a server that accepts and never answers", async () => {
		await using server = await serve(() => {});
		const failure = await refused(server.baseUrl, get("/x"), { headersTimeoutMs: 50 });
		expect(failure).toMatchObject({
			reason: "timeout",
			retryable: true,
			message: "No answer within 0.1 s. Try again in a moment.",
		});
	});

	it("gives up on a body that stops", async () => {
		await using server = await serve((_request, response) => response.write("start"));
		const response = await answered(server.baseUrl, get("/x"), { idleTimeoutMs: 50 });
		expect(await bodyFailure(response)).toMatchObject({ reason: "timeout" });
	});

	it("gives up on a body that drips for ever", async () => {
		await using server = await serve((_request, response) => {
			const timer = setInterval(() => response.write("."), 5);
			response.on("close", () => clearInterval(timer));
		});
		const response = await answered(server.baseUrl, get("/x"), { idleTimeoutMs: 5000, totalTimeoutMs: 100 });
		expect(await bodyFailure(response)).toMatchObject({ reason: "timeout", retryable: true });
	});

	it("says that a connection was cut, after handing out what came", async () => {
		await using server = await serve((_request, response) => {
			response.write("half");
			setImmediate(() => setImmediate(() => response.destroy()));
		});
		const response = await answered(server.baseUrl, get("/x"));
		const seen: string[] = [];
		const reading = response.read((chunk) => seen.push(Buffer.from(chunk).toString()));
		await expect(reading).rejects.toMatchObject({ failure: { reason: "unreachable", retryable: true } });
		expect(seen.join("")).toBe("half");
	});

	it("says that nobody listens, and that a name does not resolve", async () => {
		const closed = await serve(() => {});
		await closed[Symbol.asyncDispose]();
		expect(await refused(closed.baseUrl, get("/x"))).toEqual({
			reason: "unreachable",
			message: "The host refused the connection. Check the base URL and that its server runs.",
			retryable: true,
		});
		const failure = await refused("http://nothing.invalid/v1", get("/x"));
		expect(failure).toMatchObject({ reason: "unreachable" });
		expect(failure.message).toContain("resolve");
	});

	it("says that an answer is not HTTP", async () => {
		const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")).listen(0, "127.0.0.1");
		await once(server, "listening");
		const address = server.address();
		if (typeof address !== "object" || !address) throw new Error("no port");
		const failure = await refused(`http://127.0.0.1:${address.port}/v1`, get("/x"));
		expect(failure).toMatchObject({
			reason: "bad_response",
			message: "The answer is not valid HTTP. Check the base URL and its port.",
		});
		server.close();
	});
});
