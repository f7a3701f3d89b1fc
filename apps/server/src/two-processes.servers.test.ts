import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSharedStore, type SharedStore } from "@llm-hub/api";
import { type OpenDb, openDb, schema } from "@llm-hub/db";
import { createHold, createSandbox, type Sandbox } from "@llm-hub/sandbox";
import { type OwnServer, startPostgres, startRedis } from "@llm-hub/vitest/database-servers";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createLog } from "./log.ts";
import { type BuiltProgram, buildProgram, type ServerProcess, startServing } from "./test/process.ts";

let program: BuiltProgram;
let sandbox: Sandbox;
let postgres: OwnServer;
let redis: OwnServer;
let opened: OpenDb;
let store: SharedStore;
let dir: string;
/** Two processes of the product on one PostgreSQL and one Redis. */
let servers: ServerProcess[];

beforeAll(async () => {
	[program, sandbox, postgres, redis, dir] = await Promise.all([
		buildProgram(),
		createSandbox({ tokensPerSecond: 0 }),
		startPostgres(),
		startRedis(),
		mkdtemp(join(tmpdir(), "hub-")),
	]);
	const env = {
		DATABASE_URL: postgres.url,
		REDIS_URL: redis.url,
		ENCRYPTION_KEYS: `one:${randomBytes(32).toString("base64")}`,
		ADMIN_EMAIL: "ana@example.com",
		ADMIN_PASSWORD: "a long enough passphrase",
		ALLOW_PRIVATE_UPSTREAMS: "true",
		CUSTOM_BASE_URL: sandbox.baseUrl("custom"),
		RATE_LIMIT_RUNS: String(runsPerMinute),
	};
	servers = await Promise.all([startServing(program, dir, env), startServing(program, dir, env)]);
	opened = await openDb({ url: postgres.url });
	store = await openSharedStore(redis.url, createLog("silent"));
	await opened.db.insert(schema.tiers).values({ code: "ten", name: "Ten", position: 99, testsPerMonth: 10 });
	await opened.db.insert(schema.tierModelRules).values({ tierCode: "ten", modelPattern: "*", allowed: true });
});
afterAll(async () => {
	await opened?.close();
	await store?.close();
	for (const server of servers ?? []) await server[Symbol.asyncDispose]();
	await Promise.all([postgres.stop(), redis.stop(), sandbox.close(), program[Symbol.asyncDispose]()]);
	await rm(dir, { recursive: true, force: true });
});
beforeEach(() => sandbox.reset());
// A test that fails while it stands still takes no other test along.
afterEach(() => redis.signal("SIGCONT"));

const runsPerMinute = 250;
const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const chatCalls = () => sandbox.calls.filter(({ kind }) => kind === "chat").length;

/** A user of that tier, signed in. */
async function signIn(tierCode: string, role: "user" | "admin" = "user") {
	const userId = randomBytes(8).toString("hex");
	const token = randomBytes(32).toString("base64url");
	await opened.db
		.insert(schema.users)
		.values({ id: userId, email: `${userId}@example.com`, name: userId, role, tierCode });
	await opened.db
		.insert(schema.sessions)
		.values({ id: hash(token), userId, expiresAt: new Date(Date.now() + 3_600_000) });
	return { userId, token };
}

function call(server: number, method: string, path: string, token?: string, body?: unknown): Promise<Response> {
	const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
	return fetch(servers[server]!.url + path, {
		method,
		headers,
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
}

const run = (server: number, token: string) =>
	call(server, "POST", "/api/v1/llm/test", token, {
		model_id: "custom/environment/sandbox-writer",
		messages: [{ role: "user", content: "go" }],
		stream: false,
	});

interface RunAnswer {
	headers: Headers;
	json: Record<string, unknown>;
}

/** The answers of 200 runs at once, every other one on the other server, by status. */
async function run200(token: string): Promise<Record<number, RunAnswer[]>> {
	const byStatus: Record<number, RunAnswer[]> = {};
	const ask = async (server: number) => {
		const response = await run(server, token);
		const json = (await response.json()) as RunAnswer["json"];
		byStatus[response.status] ??= [];
		byStatus[response.status]?.push({ headers: response.headers, json });
	};
	await Promise.all(Array.from({ length: 200 }, (_, index) => ask(index % 2)));
	return byStatus;
}

it("lets exactly 10 of 200 calls reach the provider with 10 tests left", async () => {
	const { token } = await signIn("ten");
	const answers = await run200(token);
	expect(Object.keys(answers)).toEqual(["200", "429"]);
	expect(answers[200]).toHaveLength(10);
	expect(chatCalls()).toBe(10);
	expect(answers[429]?.[0]?.json).toMatchObject({ limit: 10, used: 10, resets_at: expect.stringMatching(/^\d{4}-/) });
});

it("lets exactly 10 of 200 calls reach the provider with 10 left of the minute, which both count in Redis", async () => {
	const { userId, token } = await signIn("enterprise");
	const first = await run(0, token);
	expect(first.status).toBe(200);
	const key = `llm-hub:limit:runs:${userId}`;
	await store.client.set(key, runsPerMinute - 10, "KEEPTTL");
	sandbox.reset();
	const answers = await run200(token);
	expect(answers[200]).toHaveLength(10);
	expect(answers[429]).toHaveLength(190);
	expect(chatCalls()).toBe(10);
	const [{ headers, json } = { headers: new Headers(), json: {} }] = answers[429] ?? [];
	expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
	expect(json).toMatchObject({ code: "limit_exceeded", rule: "per_minute", limit: runsPerMinute });
	expect(Date.parse(String(json.resets_at))).toBeGreaterThan(Date.now());
});

it("lets none through while Redis stands still, goes on reading, and comes back by itself", async () => {
	const { token } = await signIn("enterprise", "admin");
	redis.signal("SIGSTOP");
	const answers = await run200(token);
	expect(Object.keys(answers)).toEqual(["503"]);
	for (const { headers, json } of answers[503] ?? []) {
		expect(headers.get("retry-after")).toBe("5");
		expect(json).toMatchObject({ code: "unavailable", rule: "limits_unavailable" });
	}
	const test = await call(1, "POST", "/api/v1/llm/providers/keys/custom/test", token, {});
	expect([test.status, test.headers.get("retry-after")]).toEqual([503, "5"]);
	// Models are listed on a clock, which asks for no run.
	expect(sandbox.calls.filter(({ kind }) => kind !== "models")).toEqual([]);
	for (const path of ["/api/v1/llm/models?limit=1", "/api/v1/llm/models/stats", "/api/v1/llm/test/history"]) {
		expect((await call(0, "GET", path, token)).status, path).toBe(200);
	}
	const ready = await call(0, "GET", "/readyz");
	expect([ready.status, await ready.json()]).toEqual([
		503,
		{ status: "not_ready", checks: { database: "ok", migrations: "ok", keyring: "ok", redis: "failed" } },
	]);
	expect((await call(0, "GET", "/healthz")).status).toBe(200);
	redis.signal("SIGCONT");
	for (const server of [0, 1]) {
		while ((await call(server, "GET", "/readyz")).status !== 200)
			await new Promise((resolve) => setTimeout(resolve, 20));
		expect((await run(server, token)).status).toBe(200);
	}
	expect(chatCalls()).toBe(2);
});

it("ends what a revoked token follows on the other server", async () => {
	const { token } = await signIn("enterprise");
	const post = async (procedure: string, input: unknown) => {
		const answer = await call(0, "POST", `/trpc/${procedure}`, token, input);
		return ((await answer.json()) as { result: { data: Record<string, string> } }).result.data;
	};
	const made = await post("access.tokens.create", { name: "ci", scopes: ["lab:run"] });
	const hold = createHold();
	sandbox.script({ kind: "chat", text: "one two three", hold, holdAfterChunks: 1 });
	const { runId } = await post("testing.start", {
		modelId: "custom/environment/sandbox-writer",
		messages: [{ role: "user", content: "go" }],
		parameters: { temperature: 1, maxTokens: 100, topP: 1 },
	});
	const path = `/trpc/testing.events?input=${encodeURIComponent(JSON.stringify({ runId }))}`;
	const following = await call(1, "GET", path, made.token);
	const decoder = new TextDecoder();
	let text = "";
	let told = false;
	for await (const chunk of following.body ?? []) {
		text += decoder.decode(chunk, { stream: true });
		if (!told && text.includes("one")) {
			told = true;
			await post("access.tokens.revoke", { tokenId: made.id });
		}
		if (text.includes("The API token was revoked.")) break;
	}
	expect(text).toContain("The API token was revoked.");
	hold.release();
});

it("refuses a revoked token and a disabled user's session on the other server at once", async () => {
	const admin = await signIn("enterprise", "admin");
	const user = await signIn("enterprise");
	const trpc = (server: number, procedure: string, token: string, input: unknown) =>
		call(server, "POST", `/trpc/${procedure}`, token, input);
	const made = await trpc(0, "access.tokens.create", user.token, { name: "ci", scopes: ["usage:read", "lab:run"] });
	const { result } = (await made.json()) as { result: { data: { id: string; token: string } } };
	const uses = async (server: number, token: string) =>
		(await call(server, "GET", "/api/v1/llm/test/stats", token)).status;
	expect([await uses(0, result.data.token), await uses(1, result.data.token)]).toEqual([200, 200]);
	await trpc(0, "access.tokens.revoke", user.token, { tokenId: result.data.id });
	expect([await uses(1, result.data.token), await uses(0, result.data.token)]).toEqual([401, 401]);
	expect(await uses(1, user.token)).toBe(200);
	await trpc(0, "access.users.disable", admin.token, { userId: user.userId });
	expect([await uses(1, user.token), await uses(0, user.token)]).toEqual([401, 401]);
});

it("carries a suite on when its server is killed, and runs no cell twice", async () => {
	const { token } = await signIn("enterprise");
	const suiteId = randomUUID();
	const hold = createHold();
	sandbox.script([
		{ kind: "chat", text: "Cleo", times: 6 },
		{ kind: "chat", text: "one two three", hold, holdAfterChunks: 1, times: 2 },
	]);
	const suite = {
		suiteId,
		name: "Two servers",
		templates: [{ templateId: "logic-puzzle" }, { templateId: "math-problem" }],
		modelIds: ["custom/environment/a", "custom/environment/b"],
		repeats: 5,
		concurrency: 2,
	};
	// Both would carry it out: the one that lives on stands still until the other is gone.
	servers[1]!.child.kill("SIGSTOP");
	expect((await call(0, "POST", "/trpc/testing.suites.create", token, suite)).status).toBe(200);
	const held = () =>
		sandbox.calls.filter(({ kind, chunksSent, finished }) => kind === "chat" && chunksSent === 1 && !finished);
	await vi.waitFor(() => expect(held()).toHaveLength(2), { timeout: 120_000 });
	servers[0]!.child.kill("SIGKILL");
	await servers[0]!.ended;
	servers[1]!.child.kill("SIGCONT");
	hold.release();
	// What 30 silent seconds make of the two runs.
	const silent = sql`now() - interval '1 minute'`;
	const { llmUsageLogs, labSuiteCells } = schema;
	await opened.db.update(llmUsageLogs).set({ heartbeatAt: silent }).where(eq(llmUsageLogs.state, "started"));
	const done = and(eq(labSuiteCells.suiteId, suiteId), eq(labSuiteCells.state, "done"));
	await vi.waitFor(async () => expect(await opened.db.$count(labSuiteCells, done)).toBe(18), { timeout: 120_000 });
	expect(chatCalls()).toBe(20);
}, 400_000);
