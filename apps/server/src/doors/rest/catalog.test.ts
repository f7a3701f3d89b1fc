import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../test/server.ts";

const base = "/api/v1/llm";
let server: TestServer;
let admin: string;
let user: string;
beforeAll(async () => {
	server = await startTestServer();
	admin = (await server.signIn("admin")).token;
	user = (await server.signIn("user")).token;
});
afterAll(() => server.close());

interface Row {
	id: string;
	provider_id: string;
	enabled: boolean;
	context_length: number | null;
	cost_per_1m_input: number | null;
	capabilities: string[];
	price_state: string;
}
const list = async (query: string) => {
	const { status, json, headers } = await server.call("GET", `${base}/models${query}`);
	expect(status).toBe(200);
	return { rows: json as Row[], total: Number(headers.get("x-total-count")) };
};

describe("GET /models", () => {
	it("is public, a bare array of 100 with the promised fields, and says how many there are", async () => {
		const { rows, total } = await list("");
		expect(rows).toHaveLength(100);
		expect(total).toBeGreaterThan(600);
		expect(Object.keys(rows[0] ?? {})).toEqual([
			"id",
			"provider_id",
			"provider_name",
			"name",
			"display_name",
			"cost_per_1m_input",
			"cost_per_1m_output",
			"cost_per_1m_cached_input",
			"price_state",
			"context_length",
			"max_output_tokens",
			"capabilities",
			"enabled",
			"deprecation_date",
		]);
	});

	it("says to whom is signed in what they may use, from a page that everybody shares, and filters by it", async () => {
		const path = `${base}/models?limit=1000&provider=openai`;
		const ask = async (query: string, token?: string) =>
			(await server.call("GET", path + query, { token })).json as (Row & Record<string, unknown>)[];
		expect((await ask("")).some((row) => "usable" in row)).toBe(false);
		const trial = await server.signIn("user");
		const body = { userId: trial.userId, tierCode: "trial" };
		expect((await server.call("POST", "/trpc/access.users.update", { token: admin, body })).status).toBe(200);
		const ofTrial = await ask("", trial.token);
		expect(ofTrial.find(({ id }) => id === "openai/gpt-4o")).toMatchObject({
			usable: false,
			usable_reason: "denied",
			rule: "*",
			tier_required: "professional",
		});
		const ofUser = await ask("", user);
		const usable = (rows: Record<string, unknown>[]) => rows.filter((row) => row.usable).map((row) => row.id);
		expect(usable(ofUser).length).toBeGreaterThan(10);
		expect(usable(ofTrial)).toEqual([]);
		for (const [rows, token] of [
			[ofUser, user],
			[ofTrial, trial.token],
		] as const) {
			expect((await ask("&usable=true", token)).map(({ id }) => id)).toEqual(usable(rows));
		}
		expect((await ask("")).some((row) => "usable" in row)).toBe(false);
		expect((await server.call("GET", `${path}&usable=true`)).status).toBe(401);
	});

	it("tells an unknown price from a free one, as numbers", async () => {
		const { rows } = await list("?limit=1000");
		const unknown = rows.filter((row) => row.price_state === "unknown");
		const free = rows.filter((row) => row.price_state === "free");
		const priced = rows.filter((row) => row.price_state === "priced");
		expect(Math.min(unknown.length, free.length, priced.length)).toBeGreaterThan(0);
		for (const row of unknown) expect(row.cost_per_1m_input).toBeNull();
		for (const row of free) expect(row.cost_per_1m_input).toBe(0);
		expect(priced.some((row) => typeof row.cost_per_1m_input === "number" && row.cost_per_1m_input > 0)).toBe(true);
	});

	it("filters, sorts and pages", async () => {
		const first = await list(
			"?provider=openai&search=gpt&capability=function_calling&enabled=true&sort=price&order=desc&limit=5",
		);
		expect(first.rows.length).toBe(5);
		for (const row of first.rows) {
			expect(row).toMatchObject({ provider_id: "openai", enabled: true });
			expect(row.id).toContain("gpt");
			expect(row.capabilities).toContain("tools");
		}
		const prices = first.rows.map((row) => row.cost_per_1m_input ?? 0);
		expect(prices).toEqual([...prices].sort((a, b) => b - a));
		const second = await list(
			"?provider=openai&search=gpt&capability=tools&enabled=true&sort=price&order=desc&limit=5&offset=5",
		);
		expect(second.total).toBe(first.total);
		expect(second.rows[0]?.id).not.toBe(first.rows[0]?.id);
		const cheapAndLong = await list("?max_price=0.5&min_price=0.01&min_context=100000&sort=context_length");
		for (const row of cheapAndLong.rows) {
			expect(row.context_length).toBeGreaterThanOrEqual(100_000);
			expect(row.cost_per_1m_input).toBeLessThanOrEqual(0.5);
		}
	});

	it.each([
		["?limit=0", "limit"],
		["?limit=1001", "limit"],
		["?limit=ten", "limit"],
		["?limit=1&limit=2", "limit"],
		["?offset=-1", "offset"],
		["?sort=age", "sort"],
		["?order=up", "order"],
		["?enabled=maybe", "enabled"],
		["?provider=acme", "provider"],
		["?capability=flying", "capability"],
		["?min_price=cheap", "min_price"],
		["?page=2", ""],
	])("refuses %s", async (query, path) => {
		const { status, json } = await server.call("GET", `${base}/models${query}`);
		expect([status, json.code]).toEqual([422, "invalid_input"]);
		expect(json.issues[0].path).toBe(path);
	});
});

describe("one model", () => {
	it("is found by its id with slashes, encoded or not, and 404 when unknown", async () => {
		const [row] = (await list("?provider=openrouter&limit=1")).rows;
		for (const id of [row?.id, encodeURIComponent(row?.id ?? "")]) {
			const { status, json } = await server.call("GET", `${base}/models/${id}`);
			expect([status, json.id]).toEqual([200, row?.id]);
			expect(json).toHaveProperty("price");
		}
		expect((await server.call("GET", `${base}/models/openai/no-such-model`)).status).toBe(404);
		const endless = await server.call("GET", `${base}/models/openai/${"x".repeat(300)}`);
		expect([endless.status, endless.json.issues[0].path]).toEqual([422, "id"]);
		expect((await server.call("GET", `${base}/models/${"x".repeat(400)}`)).status).toBe(422);
	});

	it("is switched by an admin", async () => {
		const path = `${base}/models/openai/gpt-4o`;
		const off = await server.call("POST", `${path}/toggle`, { token: admin, body: { enabled: false } });
		expect([off.status, off.json.id, off.json.enabled]).toEqual([200, "openai/gpt-4o", false]);
		expect((await server.call("GET", path)).json.enabled).toBe(false);
		await server.call("POST", `${path}/toggle`, { token: admin, body: { enabled: true } });
		expect((await server.call("GET", path)).json.enabled).toBe(true);
		const unknown = await server.call("POST", `${base}/models/openai/nope/toggle`, {
			token: admin,
			body: { enabled: true },
		});
		expect(unknown.status).toBe(404);
		const action = await server.call("POST", `${path}/explode`, { token: admin, body: { enabled: true } });
		expect(action.status).toBe(404);
	});
});

describe("many models", () => {
	const ids = ["openai/gpt-4o", "openai/gpt-4o-mini"];
	const update = (body: unknown) => server.call("POST", `${base}/models/bulk-update`, { token: admin, body });

	it("are switched together, or none when one is unknown", async () => {
		expect((await update({ model_ids: ids, action: "disable" })).json).toMatchObject({ success: true, updated: 2 });
		expect((await update({ model_ids: [...ids, "openai/nope"], action: "enable" })).status).toBe(404);
		expect((await update({ model_ids: ids, action: "update", updates: { enabled: true } })).json.updated).toBe(2);
		expect((await update({ model_ids: [], action: "enable" })).status).toBe(422);
		expect((await update({ model_ids: ids, action: "update", updates: { price: 0 } })).status).toBe(422);
	});
});

it("tells the catalog in figures to who is signed in", async () => {
	const { json } = await server.call("GET", `${base}/models/stats`, { token: user });
	expect(json.total_models).toBe(json.enabled_models + json.disabled_models);
	expect(json.by_provider).toHaveLength(9);
	const providers = await server.call("GET", `${base}/providers`, { token: user });
	expect(providers.json.find(({ id }: { id: string }) => id === "openai")).toMatchObject({
		name: "OpenAI",
		key_source: "environment",
	});
});

it("lists the configured providers' models again, and says who did not answer", async () => {
	server.sandbox.script({ provider: "openai", fail: "unauthorized", times: Number.POSITIVE_INFINITY });
	const { status, json } = await server.call("POST", `${base}/models/refresh`, { token: admin });
	expect([status, json.success]).toEqual([200, false]);
	expect(json.message).toContain("1 of 2 providers");
	expect(json.models_found).toBeGreaterThan(0);
	const states = json.providers.map((row: { provider_id: string; state: string; code: string | null }) => [
		row.provider_id,
		row.state,
		row.code,
	]);
	expect(states.sort()).toEqual([
		["custom", "success", null],
		["openai", "failed", "unauthorized"],
	]);
});
