import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CallOptions, startTestServer, type TestServer } from "../../test/server.ts";

const base = "/api/v1/admin";
let server: TestServer;
let admin: string;
let adminId: string;
let count = 0;
beforeAll(async () => {
	server = await startTestServer();
	const signedIn = await server.signIn("admin");
	admin = signedIn.token;
	adminId = signedIn.userId;
});
afterAll(() => server.close());

const call = (method: string, path: string, options: CallOptions = {}) =>
	server.call(method, base + path, { token: admin, ...options });
const put = (path: string, body: object) => call("PUT", path, { body });
const password = "a long enough pass phrase";
async function createUser(fields: object = {}) {
	const email = `new-${++count}@example.com`;
	const { status, json } = await call("POST", "/users", {
		body: { email, password, role: "user", tier: "trial", ...fields },
	});
	expect(status).toBe(200);
	const login = await server.call("POST", "/api/v1/auth/login", { body: { email, password } });
	return { id: json.id as string, email, json, token: login.json.token as string };
}
/** Without a password, which takes long to hash. */
async function personIn(tier: string) {
	const { userId: id, token } = await server.signIn("user");
	expect((await call("PATCH", `/users/${id}`, { body: { tier } })).status).toBe(200);
	return { id, token };
}
const run = (token: string, modelId: string, more: object = {}) =>
	server.call("POST", "/api/v1/llm/test", {
		token,
		body: { model_id: modelId, messages: [{ role: "user", content: "Hi" }], stream: false, max_tokens: 5, ...more },
	});

describe("users", () => {
	it("are created, found, changed and disabled: a disabled one's session and tokens end at once", async () => {
		const { id, email, json, token } = await createUser({ budget_usd: 12.5, name: "New Person" });
		expect(json).toMatchObject({ email, name: "New Person", role: "user", tier: "trial", budget_usd: 12.5 });
		expect(json).toMatchObject({ disabled: false, has_password: true, usage: { requests: 0, spent_usd: 0 } });
		const { json: found } = await call("GET", `/users?search=${email.toUpperCase()}&role=user&tier=trial`);
		expect(found).toMatchObject({ total: 1, limit: 50, offset: 0, users: [{ id, email }] });
		const { json: changed } = await call("PATCH", `/users/${id}`, { body: { tier: "starter", budget_usd: null } });
		expect(changed).toMatchObject({ tier: "starter", role: "user", budget_usd: null });

		const made = await call("POST", "/tokens", { token, body: { name: "mine", scopes: ["lab:run"] } });
		const history = (bearer: string) => server.call("GET", "/api/v1/llm/test/history", { token: bearer });
		for (const bearer of [token, made.json.token]) expect((await history(bearer)).status).toBe(200);
		const disabled = await call("PATCH", `/users/${id}`, { body: { disabled: true } });
		expect(disabled.json).toMatchObject({ disabled: true, disabled_at: expect.any(String), open_tokens: 0 });
		for (const bearer of [token, made.json.token]) expect((await history(bearer)).status).toBe(401);
		expect(JSON.stringify([json, found, changed, disabled.json])).not.toMatch(/argon2|pass phrase/);
	});

	it.each<[object, number, string | undefined]>([
		[{ tier: "none" }, 422, "tier"],
		[{ role: "root" }, 422, "role"],
		[{ email: "not an address" }, 422, "email"],
		[{ password: "short" }, 422, "password"],
		[{ budget_usd: -1 }, 422, "budget_usd"],
		[{ budget_usd: 1e-7 }, 422, "budget_usd"],
		[{ isAdmin: true }, 422, ""],
		[{ email: "new-1@example.com" }, 409, undefined],
	])("are refused with %j, and nothing is written", async (fields, expected, path) => {
		const body = { email: `never-${++count}@example.com`, password, role: "user", tier: "trial", ...fields };
		const { status, json } = await call("POST", "/users", { body });
		expect([status, json.issues?.[0]?.path]).toEqual([expected, path]);
		expect((await call("GET", "/users?search=never")).json.total).toBe(0);
	});

	it("keep their last admin, and are not found when there is none", async () => {
		const last = await call("PATCH", `/users/${adminId}`, { body: { role: "user" } });
		expect([last.status, last.json.rule]).toEqual([409, "last_admin"]);
		expect((await call("PATCH", "/users/nobody", { body: { role: "user" } })).status).toBe(404);
		expect((await call("PATCH", `/users/${adminId}`, { body: {} })).status).toBe(422);
	});
});

describe("tokens", () => {
	it("are shown once, do what their scopes say, and end at once", async () => {
		const { id: userId, token } = await personIn("trial");
		const body = { name: "Reports", scopes: ["catalog:read"], expires_in_days: 7, budget_usd: 0.000001 };
		const { json: made } = await call("POST", "/tokens", { token, body });
		expect(made).toEqual({
			id: expect.any(String),
			token: expect.stringMatching(/^llmh_/),
			name: "Reports",
			scopes: ["catalog:read"],
			expires_at: expect.any(String),
		});
		const listed = await call("GET", "/tokens", { token });
		expect(listed.json).toMatchObject({ total: 1, tokens: [{ id: made.id, user_id: userId, state: "active" }] });
		expect(listed.json.tokens[0].budget_usd).toBe(0.000001);
		expect(listed.text).not.toContain(made.token);
		const stats = () => server.call("GET", "/api/v1/llm/models/stats", { token: made.token });
		expect((await stats()).status).toBe(200);
		const beyond = await server.call("GET", "/api/v1/llm/test/history", { token: made.token });
		expect([beyond.status, beyond.json.scope_required]).toEqual([403, "lab:run"]);
		expect((await call("DELETE", `/tokens/${made.id}`, { token })).json).toEqual({ success: true, revoked: true });
		expect((await stats()).status).toBe(401);
		expect((await call("DELETE", `/tokens/${made.id}`, { token })).json).toEqual({ success: true, revoked: false });
	});

	it("of others are for admins alone", async () => {
		const [mine, other] = [await personIn("trial"), await personIn("trial")];
		const { json } = await call("POST", "/tokens", { body: { user_id: other.id, name: "x", scopes: ["lab:run"] } });
		const as = { token: mine.token };
		expect((await call("GET", `/tokens?user_id=${other.id}`, as)).status).toBe(403);
		const body = { user_id: other.id, name: "x", scopes: ["lab:run"] };
		expect((await call("POST", "/tokens", { ...as, body })).status).toBe(403);
		expect((await call("DELETE", `/tokens/${json.id}`, as)).status).toBe(404);
		expect((await call("GET", "/tokens", as)).json.total).toBe(0);
		expect((await call("GET", "/tokens")).json.tokens.map(({ id }: { id: string }) => id)).toContain(json.id);
		const tooFar = await call("POST", "/tokens", { ...as, body: { name: "x", scopes: ["admin"] } });
		expect([tooFar.status, tooFar.json.issues[0].path]).toEqual([422, "scopes"]);
	});
});

describe("tiers and rules", () => {
	it("are put back as they were got, and are not overwritten when somebody saved in between", async () => {
		const { json: tiers } = await call("GET", "/tiers");
		expect(tiers.tiers.map(({ code }: { code: string }) => code)).toEqual([
			"trial",
			"starter",
			"professional",
			"enterprise",
		]);
		expect((await put("/tiers", tiers)).json).toEqual(tiers);
		const { json: rules } = await call("GET", "/rules");
		expect(rules.rules[0]).toEqual({
			tier_code: expect.any(String),
			model_pattern: expect.any(String),
			allowed: expect.any(Boolean),
			max_requests_per_day: 100,
			max_context_length: null,
			priority: expect.any(Number),
		});
		expect((await put("/rules", rules)).json).toEqual(rules);
		expect((await put("/rules", { rules: rules.rules.slice(1), version: rules.version })).status).toBe(200);
		const late = await put("/rules", rules);
		expect(late.status).toBe(409);
		expect((await put("/rules", { rules: rules.rules })).json.version).toBe(rules.version);
	});

	it("are refused by the field that is wrong, and stay", async () => {
		const before = await call("GET", "/rules");
		const rule = { tier_code: "none", model_pattern: "*", allowed: true };
		const stray = await put("/rules", { rules: [rule] });
		expect([stray.status, stray.json.issues[0].path]).toEqual([422, "rules.0.tier_code"]);
		const twice = await put("/rules", { rules: [1, 2].map(() => ({ ...rule, tier_code: "trial" })) });
		expect([twice.status, twice.json.issues[0].path]).toEqual([422, "rules.1.model_pattern"]);
		expect((await put("/rules", { rules: [{ ...rule, base_url: "http://x" }] })).status).toBe(422);
		expect((await call("GET", "/rules")).json).toEqual(before.json);
	});
});

describe("a lab answer", () => {
	it("says in its headers the tier, the run, and what is left of the nearest quota", async () => {
		const { token } = await personIn("trial");
		for (const [left, stream] of [
			[99, false],
			[98, true],
		]) {
			const { status, headers } = await run(token, "custom/environment/echo", { stream });
			expect(status).toBe(200);
			expect(headers.get("x-tier")).toBe("trial");
			expect(headers.get("x-ratelimit-limit")).toBe("100");
			expect(headers.get("x-ratelimit-remaining")).toBe(String(left));
			expect(headers.get("x-run-id")).toMatch(/^[0-9a-f-]{36}$/);
		}
		const { headers } = await run(admin, "custom/environment/echo");
		expect(headers.get("x-ratelimit-remaining")).toBe("unlimited");
	});

	it("refused by a rule says which tier would do, with the very trace that explain gives", async () => {
		const { id, token } = await personIn("trial");
		const { status, json, headers } = await run(token, "openai/gpt-4o");
		expect(status).toBe(403);
		expect(json).toMatchObject({ code: "forbidden", tier_required: "professional", current_tier: "trial", rule: "*" });
		expect(headers.get("x-tier")).toBe("trial");
		const explained = await call("GET", `/access/explain?user_id=${id}&model_id=openai/gpt-4o`);
		expect(explained.json).toMatchObject({ verdict: "denied", rule: { model_pattern: "*", allowed: false } });
		expect(explained.json.changes).toEqual([
			{ kind: "tier", text: "Tier Professional includes it.", tier: "professional", until: null },
			{ kind: "ask", text: expect.any(String), tier: null, until: null },
		]);
		expect({ ...json.trace, quotas: [] }).toEqual({ ...explained.json, quotas: [] });
	});

	it("refused by a quota says the limit, what is used, and when it begins anew", async () => {
		const { tiers } = (await call("GET", "/tiers")).json;
		// A sum of floats: 0.30000000000000004.
		const tier = { code: "tiny", name: "Tiny", tests_per_month: 1, budget_usd: 0.1 + 0.2 };
		expect((await put("/tiers", { tiers: [tier, ...tiers] })).status).toBe(200);
		const { rules } = (await call("GET", "/rules")).json;
		await put("/rules", { rules: [...rules, { tier_code: "tiny", model_pattern: "*", allowed: true }] });
		const { id, token } = await personIn("tiny");
		expect((await run(token, "custom/environment/echo")).status).toBe(200);
		const { status, json, headers } = await run(token, "custom/environment/echo");
		expect(status).toBe(429);
		expect(json).toMatchObject({
			code: "limit_exceeded",
			limit: 1,
			used: 1,
			rule: "tests_per_month",
			unit: "requests",
		});
		expect(new Date(json.resets_at).getTime()).toBeGreaterThan(Date.now());
		expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
		expect(["x-tier", "x-ratelimit-limit", "x-ratelimit-remaining"].map((name) => headers.get(name))).toEqual([
			"tiny",
			"1",
			"0",
		]);
		const { json: trace } = await call("GET", `/access/explain?user_id=${id}&model_id=custom/environment/echo`);
		expect(trace).toMatchObject({ verdict: "limited", reason: "limit" });
		expect(trace.quotas[0]).toMatchObject({ name: "tests_per_month", limit: 1, used: 1, remaining: 0 });
		expect(json.trace.message).toBe(trace.message);
		expect((await put("/tiers", { tiers })).status).toBe(409);
	});
});

it("the audit tells of each change, page by page, and of no secret", async () => {
	const first = await call("GET", "/audit?action=access.users&limit=1");
	expect(first.json.events).toHaveLength(1);
	expect(first.json.events[0]).toMatchObject({ actor: { kind: "user", id: adminId }, target: { type: "user" } });
	const next = await call("GET", `/audit?action=access.users&limit=1&cursor=${first.json.next_cursor}`);
	expect(next.json.events[0].seq).toBeLessThan(first.json.events[0].seq);
	const all = await call("GET", "/audit?limit=200");
	expect(all.text).not.toMatch(/llmh_\w+_|pass phrase/);
	expect((await call("GET", "/audit?limit=ten")).status).toBe(422);
});
