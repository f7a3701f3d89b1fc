import { createHash, randomBytes } from "node:crypto";
import { appRouter } from "@llm-hub/api";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "./test/server.ts";

// Secrets that are planted at every place that takes one, and then looked for wherever the product speaks or remembers.
const canary = (place: string) => `sk-test-canary-${place}-${randomBytes(16).toString("hex")}`;
const canaries = {
	saved: canary("saved"),
	// The sandbox refuses this one and repeats a part of it, as OpenAI does.
	refused: canary("invalid"),
	staged: canary("staged"),
	own: canary("own"),
	environment: canary("environment"),
};

let server: TestServer;
let token: string;
/** What the product said, by where. */
const said = new Map<string, string>();

async function listen(method: string, path: string, body?: unknown) {
	const answer = await server.call(method, path, { token, body });
	said.set(`${method} ${path}`, answer.text + JSON.stringify([...answer.headers]));
	return answer;
}
const mutate = (procedure: string, input: unknown) => listen("POST", `/trpc/${procedure}`, input);
const query = (procedure: string, input: unknown) =>
	listen("GET", `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`);

/** The first and the last sixteen characters, as text and as other bytes would hold them. */
const tracesOf = (secret: string) =>
	[secret, secret.slice(-16)].flatMap((text) => {
		const bytes = Buffer.from(text);
		return [text, bytes.toString("hex"), bytes.toString("base64").replace(/=+$/, "").slice(0, -1)];
	});
const traces = Object.values(canaries).flatMap(tracesOf);
const holdsTrace = (text: string) => traces.some((trace) => text.includes(trace));

beforeAll(async () => {
	server = await startTestServer({ env: { OPENAI_API_KEY: canaries.environment } });
	({ token } = await server.signIn("admin"));

	const save = { providerType: "custom", baseUrl: server.sandbox.baseUrl("custom"), name: "Canary" };
	const saved = await mutate("keys.save", { ...save, apiKey: canaries.saved });
	expect(saved.status).toBe(200);
	await mutate("keys.save", { ...save, name: "Refused", apiKey: canaries.refused });
	const providerId = saved.json.result.data.providerId;
	const staged = await mutate("keys.rotate.stage", { providerId, apiKey: canaries.staged });
	expect(staged.status).toBe(200);
	const own = await mutate("keys.own.save", { providerType: "openrouter", apiKey: canaries.own });
	expect(own.status).toBe(200);
	await mutate("keys.own.test", { providerType: "openrouter", apiKey: canaries.own });
	// What is refused may not repeat it either.
	await mutate("keys.save", { providerType: canaries.saved, apiKey: canaries.saved });
	await mutate("keys.save", { ...save, apiKey: `${canaries.saved}\nx-header: 1` });
	await mutate("keys.test", { ...save, baseUrl: "http://127.0.0.1:9/v1", name: undefined, apiKey: canaries.saved });
	await mutate("keys.rotate.stage", { providerId, apiKey: canaries.staged });
	await listen("POST", "/api/v1/llm/providers/keys/test", { provider_type: "custom", api_key: canaries.refused });
	const prompt = { messages: [{ role: "user", content: "Hi" }], max_tokens: 20 };
	for (const slug of ["canary", "refused", "environment"]) {
		await listen("POST", "/api/v1/llm/test", { model_id: `custom/${slug}/sandbox-writer`, ...prompt });
	}
	await listen("POST", "/api/v1/llm/test", { model_id: "openai/gpt-4o-mini", ...prompt, stream: false });
	const inputs: Record<string, unknown> = { "keys.rotate.status": { providerId } };
	const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>);
	for (const [name, procedure] of procedures) {
		if (procedure._def.type === "query") await query(name, inputs[name] ?? {});
	}
	const { json } = await server.call("GET", "/openapi.json");
	for (const path of Object.keys(json.paths)) {
		if (json.paths[path].get) await listen("GET", path.replace("{id}", providerId));
	}
	for (const path of ["/healthz", "/readyz", "/metrics", "/openapi.json"]) await listen("GET", path);
});
afterAll(() => server[Symbol.asyncDispose]());

it("is heard in no answer, header or error of any query, REST path or stream", () => {
	expect(said.size).toBeGreaterThan(60);
	expect([...said].filter(([, text]) => holdsTrace(text)).map(([where]) => where)).toEqual([]);
});

it("is in no line of the log", () => {
	expect(server.logLines.length).toBeGreaterThan(60);
	expect(server.logLines.filter(holdsTrace)).toEqual([]);
});

it("is in no row of the database, whatever its columns are", async () => {
	const { db } = server.door.opened;
	const tables = await db.execute<{ name: string }>(
		sql`select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
			from information_schema.tables where table_schema in ('public', 'drizzle') and table_type = 'BASE TABLE'`,
	);
	expect(tables.length).toBeGreaterThan(20);
	const found: string[] = [];
	for (const { name } of tables) {
		const rows = await db.execute<{ row: string }>(sql`select t::text as row from ${sql.raw(name)} t`);
		if (rows.some(({ row }) => holdsTrace(row))) found.push(name);
	}
	expect(found).toEqual([]);
});

it("did reach the provider, so that there was something to keep", () => {
	const used = server.sandbox.calls.map(({ auth }) => auth?.sha256);
	for (const secret of [canaries.saved, canaries.refused, canaries.environment]) {
		expect(used).toContain(createHash("sha256").update(secret).digest("hex"));
	}
});
