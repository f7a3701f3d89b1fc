import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { RunEvent } from "@llm-hub/api/schemas";
import type { AppRouter } from "@llm-hub/api/types";
import { createHold } from "@llm-hub/sandbox";
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { EventSource } from "eventsource";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../test/server.ts";

let server: TestServer;
let token: string;
beforeAll(async () => {
	server = await startTestServer();
	({ token } = await server.signIn("user"));
});
afterAll(() => server.close());
afterEach(() => server.sandbox.reset());

function client(origin: string, batching = false) {
	const url = `${origin}/trpc`;
	const headers = () => ({ authorization: `Bearer ${token}` });
	return createTRPCClient<AppRouter>({
		links: [
			splitLink({
				condition: ({ type }) => type === "subscription",
				true: httpSubscriptionLink({
					url,
					EventSource,
					eventSourceOptions: {
						fetch: (target, init) => fetch(target, { ...init, headers: { ...init.headers, ...headers() } }),
					},
				}),
				false: batching ? httpBatchLink({ url, headers }) : httpLink({ url, headers }),
			}),
		],
	});
}

/** A way to the server that can be cut. */
async function cuttableWay() {
	const open = new Set<Socket>();
	const { hostname, port } = new URL(server.url);
	const proxy = createServer((near) => {
		const far = connect(Number(port), hostname);
		for (const [from, to] of [
			[near, far],
			[far, near],
		] as const) {
			open.add(from);
			from.pipe(to);
			from.on("error", () => {});
			from.on("close", () => to.destroy());
		}
	});
	await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
	const address = proxy.address() as { port: number };
	const cut = () => {
		for (const socket of open) socket.destroy();
		open.clear();
	};
	return {
		origin: `http://127.0.0.1:${address.port}`,
		cut,
		[Symbol.asyncDispose]: async () => {
			cut();
			await new Promise((resolve) => proxy.close(resolve));
		},
	};
}

const input = (content: string) => ({
	modelId: "custom/environment/sandbox-writer",
	messages: [{ role: "user" as const, content }],
});

it("follows a run over a connection that is cut, and sees every character once from one upstream call", async () => {
	await using way = await cuttableWay();
	const text = "Each word of this answer must arrive exactly once, whatever the network does.";
	const holds = [createHold(), createHold()];
	server.sandbox.script({ text, hold: holds[0]!, holdAfterChunks: 4 });
	const trpc = client(way.origin);
	const { runId } = await trpc.testing.start.mutate(input("go"));
	await holds[0]!.reached;

	let seen = "";
	let connections = 0;
	const end = await new Promise<RunEvent>((resolve, reject) => {
		trpc.testing.events.subscribe(
			{ runId },
			{
				onConnectionStateChange: ({ state }) => {
					if (state === "pending") connections++;
				},
				onData: ({ data }) => {
					const event = data as unknown as RunEvent;
					if (event.type === "delta") {
						seen += event.text;
						// What was held comes while nobody is connected.
						way.cut();
						holds[0]!.release();
					}
					if (event.type === "done") resolve(event);
				},
				onError: reject,
			},
		);
	});
	expect(seen).toBe(text);
	expect(end).toMatchObject({ type: "done", runId });
	expect(connections).toBeGreaterThan(1);
	expect(server.sandbox.calls.filter(({ kind }) => kind === "chat")).toHaveLength(1);
});

it("is not held up by a follower who does not read, queues nothing for them, and tells them the rest at once", async () => {
	const text = "A word or two, again and again. ".repeat(300_000);
	const hold = createHold();
	server.sandbox.script({ text, tokensPerChunk: 400, hold, holdAfterChunks: 1 });
	const trpc = client(server.url);
	const { runId } = await trpc.testing.start.mutate(input("go"));
	const { hostname, port } = new URL(server.url);
	const reader = connect(Number(port), hostname);
	const asked = encodeURIComponent(JSON.stringify({ runId }));
	reader.write(
		`GET /trpc/testing.events?input=${asked} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer ${token}\r\n\r\n`,
	);
	await once(reader, "readable");
	hold.release();
	// Until the provider has said all, nothing is read.
	await server.sandbox.waitFor(({ kind, finished }) => kind === "chat" && finished, { timeoutMs: 30_000 });
	let received = "";
	reader.setEncoding("utf8").on("data", (piece) => {
		received += piece;
	});
	while (!received.slice(-100).includes("event: return")) await once(reader, "data");
	reader.destroy();
	const events = received.replace(/\r\n[0-9a-f]+\r\n/g, "").matchAll(/^data: (\{"type":"delta".*\})$/gm);
	const pieces = Array.from(events, ([, data]) => (JSON.parse(data ?? "") as { text: string }).text);
	expect(pieces.join("") === text).toBe(true);
	// What did not fit into the sockets waited in the run's own text, and came as one event.
	expect(Math.max(...pieces.map(({ length }) => length))).toBeGreaterThan(1_000_000);
});

it("streams as events that no proxy may buffer or pack", async () => {
	server.sandbox.script({ text: "Hello." });
	const { runId } = await client(server.url).testing.start.mutate(input("go"));
	const response = await fetch(
		`${server.url}/trpc/testing.events?input=${encodeURIComponent(JSON.stringify({ runId }))}`,
		{
			headers: { authorization: `Bearer ${token}`, "accept-encoding": "gzip, br" },
		},
	);
	expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
	expect(response.headers.get("cache-control")).toContain("no-transform");
	expect(response.headers.get("x-accel-buffering")).toBe("no");
	expect(response.headers.get("content-encoding")).toBeNull();
	expect(await response.text()).toContain("Hello.");
});

it("goes on with a run whose follower left for good", async () => {
	const hold = createHold();
	server.sandbox.script({ text: "one two three", hold, holdAfterChunks: 1 });
	const trpc = client(server.url);
	const { runId } = await trpc.testing.start.mutate(input("go"));
	await new Promise<void>((resolve) => {
		const subscription = trpc.testing.events.subscribe(
			{ runId },
			{ onData: () => resolve(subscription.unsubscribe()) },
		);
	});
	hold.release();
	const call = await server.sandbox.waitFor(({ kind, finished }) => kind === "chat" && finished);
	expect(call.abortedAt).toBeNull();
});

it("tells a follower whom it refuses as an event, and never changes anything by GET", async () => {
	const { runId } = await client(server.url).testing.start.mutate(input("go"));
	const asked = `testing.events?input=${encodeURIComponent(JSON.stringify({ runId }))}`;
	const stranger = await (await fetch(`${server.url}/trpc/${asked}`)).text();
	expect(stranger).toMatch(/^event: connected\ndata: .*\n\nevent: serialized-error\ndata: .*"code":"UNAUTHORIZED"/);
	const unreadable = await fetch(`${server.url}/trpc/testing.events?input={`, {
		headers: { authorization: `Bearer ${token}` },
	});
	expect(await unreadable.text()).toContain('"code":"BAD_REQUEST"');
	expect((await server.call("GET", "/trpc/auth.logout")).status).toBe(405);
});

it("ends a stream with the session that opened it, and the run goes on", async () => {
	const { token: own } = await server.signIn("user");
	const hold = createHold();
	server.sandbox.script({ text: "one two three", hold, holdAfterChunks: 1 });
	const started = await server.call("POST", "/trpc/testing.start", { token: own, body: input("go") });
	const asked = encodeURIComponent(JSON.stringify({ runId: started.json.result.data.runId }));
	const response = await fetch(`${server.url}/trpc/testing.events?input=${asked}`, {
		headers: { authorization: `Bearer ${own}` },
	});
	let seen = "";
	let isSignedOut = false;
	for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
		seen += piece;
		if (isSignedOut || !seen.includes("one")) continue;
		isSignedOut = true;
		expect((await server.call("POST", "/trpc/auth.logout", { token: own, body: {} })).status).toBe(200);
	}
	expect(seen).toMatch(/event: serialized-error\ndata: .*"code":"UNAUTHORIZED"/);
	expect(seen).not.toContain("event: return");
	hold.release();
	const call = await server.sandbox.waitFor(({ kind, finished }) => kind === "chat" && finished);
	expect(call.abortedAt).toBeNull();
});

it("refuses to answer at once what comes in pieces", async () => {
	const answer = await server.call("POST", "/trpc/testing.runs.export", { token, body: { format: "csv" } });
	expect([answer.status, answer.json.error.data.code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
});

it("takes a batch of 20, and not of 21", async () => {
	const me = (count: number) => {
		const paths = Array.from({ length: count }, () => "auth.me").join(",");
		return server.call("GET", `/trpc/${paths}?batch=1&input=%7B%7D`);
	};
	expect((await me(20)).json).toHaveLength(20);
	expect((await me(21)).status).toBe(400);
});

it("lets no forbidden call slip in with an allowed one", async () => {
	const batch = client(server.url, true);
	const [me, keys] = await Promise.allSettled([batch.auth.me.query(), batch.keys.list.query()]);
	expect(me).toMatchObject({ status: "fulfilled" });
	expect(keys).toMatchObject({ status: "rejected", reason: { data: { code: "FORBIDDEN", httpStatus: 403 } } });
});

it("says what it refuses in the shape that a client reads, with the request id and without a stack", async () => {
	const trpc = client(server.url);
	const long = "x".repeat(1_100_000);
	const password = trpc.auth.login.mutate({ email: "a@example.com", password: long });
	await expect(password).rejects.toMatchObject({ message: "The body is larger than 1 MB.", data: { httpStatus: 413 } });
	const headers = { "content-type": "application/json" };
	const named = await server.call("POST", "/trpc/auth.logout?as=testing.start", { token: "any", body: long, headers });
	expect([named.status, named.json.error.message]).toEqual([413, "The body is larger than 1 MB."]);
	// A run may hold images, so that a prompt which is too long is refused at its field.
	const prompt = { path: "messages.0.content", message: "A message may have at most 800,000 characters." };
	await expect(trpc.testing.start.mutate(input(long))).rejects.toMatchObject({
		message: prompt.message,
		data: { httpStatus: 400, details: { issues: [prompt] } },
	});
	const unknown = trpc.catalog.byId.query({ id: "openai/nope" });
	await expect(unknown).rejects.toMatchObject({
		data: { code: "NOT_FOUND", details: { requestId: expect.any(String) } },
	});
	await expect(unknown).rejects.not.toHaveProperty("data.stack");
	const malformed = await server.call("POST", "/trpc/auth.login", { body: "{", headers });
	expect([malformed.status, malformed.json.error.data.code]).toEqual([400, "BAD_REQUEST"]);
});
