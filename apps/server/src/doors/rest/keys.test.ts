import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../test/server.ts";

const secret = "sk-test-canary-0123456789abcdef";
const base = "/api/v1/llm/providers";
let server: TestServer;
let token: string;
beforeAll(async () => {
	server = await startTestServer();
	token = (await server.signIn("admin")).token;
});
afterAll(() => server.close());
afterEach(() => server.sandbox.reset());

const call = (method: string, path: string, body?: unknown) => server.call(method, base + path, { token, body });

it("lists a row for every provider and says where its key comes from", async () => {
	const { status, json } = await call("GET", "/keys");
	expect([status, json.success, json.total]).toEqual([200, true, json.providers.length]);
	const byType = new Map<string, Record<string, unknown>>(
		json.providers.map((row: { provider_type: string }) => [row.provider_type, row]),
	);
	expect([...byType.keys()].sort()).toEqual(
		["anthropic", "cohere", "custom", "google", "groq", "mistral", "openai", "openrouter", "together"].sort(),
	);
	expect(byType.get("openai")).toEqual({
		id: "openai",
		name: "OpenAI",
		provider_type: "openai",
		has_key: true,
		key_source: "environment",
		enabled: true,
		health_status: "unknown",
		last_tested: null,
		test_status: null,
		key_preview: expect.stringMatching(/^sk-test\W+6789$/),
		config: {},
	});
	expect(byType.get("groq")).toMatchObject({ has_key: false, key_source: "not_set", key_preview: null });
	expect(byType.get("custom")).toMatchObject({ config: { base_url: server.sandbox.baseUrl("custom") } });
});

it("saves, tests, replaces and deletes a key, and never gives it back", async () => {
	const saved = await call("POST", "/keys", { provider_type: "anthropic", api_key: secret });
	expect(saved.status).toBe(200);
	expect(saved.json).toMatchObject({
		success: true,
		provider_id: expect.any(String),
		name: "Anthropic",
		provider_type: "anthropic",
		has_key: true,
		enabled: true,
		test_result: { success: true, latency_ms: expect.any(Number), models_found: expect.any(Number), error: null },
		message: expect.stringContaining("tested"),
	});
	expect(saved.json.test_result.stages.map(({ stage }: { stage: string }) => stage)).toEqual([
		"reach",
		"authenticate",
		"list",
	]);

	const listed = await call("GET", "/keys");
	const row = listed.json.providers.find(({ id }: { id: string }) => id === saved.json.provider_id);
	expect(row).toMatchObject({ key_source: "database", health_status: "healthy", test_status: "success" });
	expect(row.last_tested).toMatch(/^\d{4}-.*Z$/);

	const again = await call("POST", "/keys", { provider_type: "anthropic", api_key: `${secret}-2` });
	expect(again.json.provider_id).toBe(saved.json.provider_id);

	for (const path of ["/keys/anthropic/test", `/keys/${saved.json.provider_id}/test`]) {
		const tested = await call("POST", path);
		expect([tested.status, tested.json.success]).toEqual([200, true]);
	}

	const deleted = await call("DELETE", "/keys/anthropic");
	expect(deleted.json).toEqual({ success: true, provider_id: saved.json.provider_id, message: expect.any(String) });
	expect((await call("DELETE", "/keys/anthropic")).status).toBe(404);
	expect((await call("DELETE", "/keys/no-such-id")).status).toBe(404);

	for (const text of [saved.text, listed.text, again.text, server.logLines.join("")])
		expect(text).not.toContain(secret);
});

it("keeps a key whose test fails, and says so", async () => {
	server.sandbox.script({ provider: "anthropic", fail: "unauthorized", times: Number.POSITIVE_INFINITY });
	const saved = await call("POST", "/keys", { provider_type: "anthropic", api_key: secret, name: "Second" });
	expect(saved.json).toMatchObject({
		success: true,
		name: "Second",
		test_result: { success: false, error: expect.any(String), code: "unauthorized" },
		message: expect.stringContaining("failed"),
	});
	expect((await call("DELETE", `/keys/${saved.json.provider_id}`)).status).toBe(200);
});

it("tests an unsaved key, also one for a custom server", async () => {
	const good = await call("POST", "/keys/test", { provider_type: "openai", api_key: secret });
	expect(good.json).toMatchObject({ success: true, models_found: expect.any(Number), error: null, code: null });
	const custom = { provider_type: "custom", config: { base_url: server.sandbox.baseUrl("custom") } };
	expect((await call("POST", "/keys/test", custom)).json.success).toBe(true);
});

it.each([
	[{ provider_type: "acme", api_key: secret }, "provider_type"],
	[{ provider_type: "openai", api_key: "short" }, "api_key"],
	[{ provider_type: "openai" }, "api_key"],
	[{ provider_type: "custom", api_key: secret }, "config.base_url"],
	[{ provider_type: "custom", config: { base_url: "gopher://example.com" } }, "config.base_url"],
	[
		{ provider_type: "openai", api_key: secret, config: { base_url: "https://elsewhere.example.com" } },
		"config.base_url",
	],
	[{ provider_type: "openai", api_key: secret, api_base: "https://elsewhere.example.com" }, ""],
])("refuses %o with the path of the field", async (body, path) => {
	const { status, json, text } = await call("POST", "/keys", body);
	expect([status, json.code]).toEqual([422, "invalid_input"]);
	expect(json.issues.map((issue: { path: string }) => issue.path)).toContain(path);
	expect(text).not.toContain(secret);
});

it("tells what each provider wants", async () => {
	const { json } = await call("GET", "/info");
	expect([json.success, json.total, json.providers.length]).toEqual([true, 9, 9]);
	for (const info of json.providers) {
		expect(Object.keys(info)).toEqual([
			"provider_type",
			"display_name",
			"description",
			"key_format",
			"supports_test",
			"auth_type",
			"get_key_url",
		]);
	}
});

it("limits tests a minute, with Retry-After", async () => {
	await using slow = await startTestServer({ env: { RATE_LIMIT_KEY_TESTS: "1" } });
	const admin = await slow.signIn("admin");
	const test = () => slow.call("POST", `${base}/keys/openai/test`, { token: admin.token });
	expect((await test()).status).toBe(200);
	const second = await test();
	expect([second.status, second.json.code]).toEqual([429, "limit_exceeded"]);
	expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
});

it("answers 503 for a provider without a key", async () => {
	const { status, json, headers } = await call("POST", "/keys/groq/test");
	expect([status, json.code]).toEqual([503, "unavailable"]);
	expect(headers.get("retry-after")).not.toBeNull();
});
