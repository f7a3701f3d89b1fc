import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SuiteOutput, SuiteProgress } from "@llm-hub/api/schemas";
import { createHold, createSandbox, type Sandbox } from "@llm-hub/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type BuiltProgram, buildProgram, startProcess, startServing } from "./test/process.ts";
import { startTestServer } from "./test/server.ts";
import { sseData } from "./test/sse.ts";

let program: BuiltProgram;
let sandbox: Sandbox;
let dir: string;
beforeAll(async () => {
	program = await buildProgram();
	sandbox = await createSandbox({ tokensPerSecond: 0 });
});
afterAll(async () => {
	await sandbox.close();
	await program[Symbol.asyncDispose]();
});
beforeEach(async () => {
	dir = await mkdtemp(join(tmpdir(), "hub-"));
});
afterEach(async () => {
	sandbox.reset();
	await rm(dir, { recursive: true, force: true });
});

const credentials = { email: "ana@example.com", password: "a long enough passphrase" };
const upstream = () => ({ ALLOW_PRIVATE_UPSTREAMS: "true", CUSTOM_BASE_URL: sandbox.baseUrl("custom") });

async function post(url: string, path: string, body: unknown, token?: string) {
	const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
	return fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
}
async function get<T>(url: string, path: string, token: string): Promise<T> {
	const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
	return (await answer.json()) as T;
}

async function setUp({ url, setupToken }: { url: string; setupToken: string | null }): Promise<string> {
	const answer = await post(url, "/trpc/auth.setup", { token: setupToken, name: "Ana", ...credentials });
	expect(answer.status).toBe(200);
	const { result } = (await answer.json()) as { result: { data: { token: string } } };
	return result.data.token;
}
const run = (url: string, token: string) =>
	post(
		url,
		"/api/v1/llm/test",
		{ model_id: "custom/environment/sandbox-writer", messages: [{ role: "user", content: "go" }] },
		token,
	);

describe("a start that cannot succeed ends with 1 and one message, and without a stack", () => {
	const refusal = async (env: Record<string, string>) => {
		const { ended, output } = startProcess(program, dir, env);
		expect(await ended).toBe(1);
		expect(output()).not.toMatch(/ {4}at |node:internal|\.ts:\d/);
		return output().trim();
	};

	it("names every bad variable at once", async () => {
		const message = await refusal({
			PORT: "99999",
			LOG_LEVEL: "loud",
			ENCRYPTION_KEYS: "one:c2hvcnQ=",
			RATE_LIMIT_RUNS: "0",
		});
		expect(message.split("\n")).toHaveLength(6);
		for (const name of ["PORT", "LOG_LEVEL", "ENCRYPTION_KEYS", "RATE_LIMIT_RUNS"])
			expect(message).toContain(`  ${name}: `);
	});

	it("names a port in use", async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
		const { port } = other.address() as { port: number };
		expect(await refusal({ PORT: String(port), LOG_LEVEL: "silent" })).toBe(
			`Port ${port} is in use by another process. Stop that process, or set PORT to another port.`,
		);
		other.close();
	});

	it("names a data directory that cannot be written", async () => {
		await writeFile(join(dir, "data"), "a file where the directory should be");
		expect(await refusal({})).toMatch(/^The data directory \S+ cannot be written \(\w+\)\. Make it writable/);
	});

	it("names a database that does not answer, and not its password", async () => {
		const free = createServer();
		await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
		const { port } = free.address() as { port: number };
		await new Promise((resolve) => free.close(resolve));
		const message = await refusal({
			DATABASE_URL: `postgres://hub:canary@127.0.0.1:${port}/hub`,
			ENCRYPTION_KEYS: `one:${Buffer.alloc(32, 1).toString("base64")}`,
		});
		expect(message).toBe("The database of DATABASE_URL cannot be used: nothing listens there.");
	});
});

it("refuses a second start on its data directory, and goes on", async () => {
	await using first = await startServing(program, dir);
	const second = startProcess(program, dir, {});
	expect(await second.ended).toBe(1);
	expect(second.output()).toContain(`is in use by process ${first.child.pid}`);
	expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
});

it("lets a run end on SIGTERM, takes no new one, and exits 0", async () => {
	await using server = await startServing(program, dir, upstream());
	const token = await setUp(server);
	const hold = createHold();
	sandbox.script({ kind: "chat", text: "one two three four", hold, holdAfterChunks: 2 });
	const response = await run(server.url, token);
	await hold.reached;
	server.child.kill("SIGTERM");
	await server.seen(/"signal":"SIGTERM"/);
	const late = await run(server.url, token).then(
		({ status }) => status,
		() => "refused",
	);
	expect([503, "refused"]).toContain(late);
	hold.release();
	const events = [];
	for await (const event of sseData(response)) events.push(event);
	expect(events.at(-1)).toMatchObject({ done: true });
	expect(await server.ended).toBe(0);
	expect(sandbox.calls.filter(({ kind }) => kind === "chat")).toHaveLength(1);
});

it("exits at once on a second signal", async () => {
	await using server = await startServing(program, dir, upstream());
	const token = await setUp(server);
	const hold = createHold();
	sandbox.script({ kind: "chat", hold });
	await run(server.url, token);
	await hold.reached;
	server.child.kill("SIGINT");
	await server.seen(/"signal":"SIGINT"/);
	server.child.kill("SIGINT");
	expect(await server.ended).toBe(130);
});

it("cancels and settles what does not end in time", async () => {
	const server = await startTestServer();
	const { token } = await server.signIn("user");
	const hold = createHold();
	server.sandbox.script({ kind: "chat", text: "one two three", hold, holdAfterChunks: 1 });
	const response = await run(server.url, token);
	const events = sseData(response);
	await events.next();
	const closing = server.close(0);
	const rest = [];
	for await (const event of events) rest.push(event);
	expect(rest.at(-1)).toMatchObject({ code: "cancelled" });
	await closing;
	expect(server.sandbox.calls.find(({ kind }) => kind === "chat")?.abortedAt).not.toBeNull();
});

it("after kill -9 closes the run as failed with a reason, and has everything else", async () => {
	let token: string;
	const hold = createHold();
	{
		await using server = await startServing(program, dir, upstream());
		token = await setUp(server);
		expect((await stat(join(dir, "data", "encryption.key"))).mode & 0o777).toBe(0o600);
		const key = {
			provider_type: "custom",
			name: "Own server",
			api_key: "sk-test-own-0123456789",
			config: { base_url: sandbox.baseUrl("custom") },
		};
		expect((await post(server.url, "/api/v1/llm/providers/keys", key, token)).status).toBe(200);
		await post(server.url, "/api/v1/llm/models/openai/gpt-4o/toggle", { enabled: false }, token);
		sandbox.script({ kind: "chat", text: "one two three four", hold, holdAfterChunks: 2 });
		const response = await run(server.url, token);
		await sseData(response).next();
		server.child.kill("SIGKILL");
		expect(await server.ended).toBe("SIGKILL");
	}
	hold.release();
	await using again = await startServing(program, dir, upstream());
	expect(again.setupToken).toBeNull();
	expect(again.output()).not.toContain(credentials.password);
	const history = await get<{ tests: object[] }>(again.url, "/api/v1/llm/test/history", token);
	expect(history.tests).toMatchObject([
		{ status: "failed", code: "unknown", error: expect.stringContaining("server stopped") },
	]);
	const model = await get<{ enabled: boolean }>(again.url, "/api/v1/llm/models/openai/gpt-4o", token);
	expect(model.enabled).toBe(false);
	const tested = await post(again.url, "/api/v1/llm/providers/keys/custom/test", {}, token);
	expect(await tested.json()).toMatchObject({ success: true });
	const login = await post(again.url, "/api/v1/auth/login", credentials);
	expect(login.status).toBe(200);
});

it("after kill -9 a suite of 10 templates × 4 models × 3 repeats goes on by itself, and runs no cell twice", async () => {
	const suiteId = crypto.randomUUID();
	const env = { ...upstream(), RATE_LIMIT_RUNS: "1000" };
	const untilSoon = { timeout: 120_000, interval: 200 };
	const calls = () => sandbox.calls.filter(({ kind }) => kind === "chat");
	const hold = createHold();
	sandbox.script([
		{ kind: "chat", text: "Cleo", times: 40 },
		{ kind: "chat", text: "one two three four", hold, holdAfterChunks: 2, times: 4 },
	]);
	let token: string;
	{
		await using server = await startServing(program, dir, env);
		token = await setUp(server);
		const templates = await get<{ id: string }[]>(server.url, "/api/v1/llm/test/templates", token);
		const suite = {
			suiteId,
			name: "Survives",
			templates: templates.map(({ id }) => ({ templateId: id })),
			modelIds: ["a", "b", "c", "d"].map((name) => `custom/environment/${name}`),
			repeats: 3,
		};
		expect((await post(server.url, "/trpc/testing.suites.create", suite, token)).status).toBe(200);
		// All four places are taken by calls that the provider has begun to answer.
		await vi.waitFor(() => expect(calls().filter(({ chunksSent }) => chunksSent === 2)).toHaveLength(4), untilSoon);
		server.child.kill("SIGKILL");
		expect(await server.ended).toBe("SIGKILL");
	}
	hold.release();
	await using again = await startServing(program, dir, env);
	const ask = async <Answer>(procedure: string, input: object) => {
		const path = `/trpc/testing.suites.${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
		return (await get<{ result: { data: Answer } }>(again.url, path, token)).result.data;
	};
	const progress = async () => (await ask<{ suites: SuiteProgress[] }>("list", { limit: 1 })).suites[0];
	await vi.waitFor(async () => expect(await progress()).toMatchObject({ suiteId, state: "done" }), untilSoon);
	const { states, cellList } = await ask<SuiteOutput>("byId", { suiteId });
	expect(states).toEqual({ pending: 0, running: 0, done: 116, failed: 4, cancelled: 0 });
	expect(calls()).toHaveLength(120);
	const perCell = new Map<string, number>();
	for (const { body } of calls()) {
		const { model, messages } = body as { model: string; messages: unknown };
		const asked = JSON.stringify([model, messages]);
		perCell.set(asked, (perCell.get(asked) ?? 0) + 1);
	}
	expect([...perCell.values()]).toEqual(Array(40).fill(3));
	const failed = cellList.filter(({ state }) => state === "failed");
	expect(failed.every(({ problem }) => problem?.includes("server stopped"))).toBe(true);
	await post(again.url, "/trpc/testing.suites.retryFailed", { suiteId }, token);
	await vi.waitFor(async () => expect((await progress())?.states.done).toBe(120), untilSoon);
	expect(calls()).toHaveLength(124);
}, 240_000);
