import type { Who } from "@llm-hub/api";
import { type Role, type Scope, scopes } from "@llm-hub/api/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyLimit, runsBodyLimit } from "../body-limits.ts";
import { startTestServer, type TestServer } from "../test/server.ts";

/** Who may call what. A route that is not here fails the first test. */
const routes: Record<string, Who> = {
	"POST /api/v1/auth/login": "public",
	"POST /api/v1/auth/logout": "public",
	"GET /api/v1/auth/me": "user",
	"GET /api/v1/admin/users": "admin",
	"POST /api/v1/admin/users": "admin",
	"PATCH /api/v1/admin/users/{id}": "admin",
	"GET /api/v1/admin/tokens": "account",
	"POST /api/v1/admin/tokens": "account",
	"DELETE /api/v1/admin/tokens/{id}": "account",
	"GET /api/v1/admin/tiers": "admin",
	"PUT /api/v1/admin/tiers": "admin",
	"GET /api/v1/admin/rules": "admin",
	"PUT /api/v1/admin/rules": "admin",
	"GET /api/v1/admin/access/explain": "admin",
	"GET /api/v1/admin/audit": "admin",
	"GET /api/v1/llm/providers/keys": "admin",
	"POST /api/v1/llm/providers/keys": "admin",
	"DELETE /api/v1/llm/providers/keys/{target}": "admin",
	"POST /api/v1/llm/providers/keys/test": "admin",
	"POST /api/v1/llm/providers/keys/{target}/test": "admin",
	"GET /api/v1/llm/providers/info": "admin",
	"GET /api/v1/llm/models": "public",
	"GET /api/v1/llm/models/{id}": "public",
	"GET /api/v1/llm/models/stats": "catalog:read",
	"GET /api/v1/llm/providers": "catalog:read",
	"POST /api/v1/llm/models/{id}/toggle": "admin",
	"POST /api/v1/llm/models/bulk-update": "admin",
	"POST /api/v1/llm/models/refresh": "admin",
	"GET /api/v1/llm/test/templates": "public",
	"POST /api/v1/llm/test": "spend",
	"POST /api/v1/llm/test/test": "spend",
	"GET /api/v1/llm/test/history": "lab:run",
	"GET /api/v1/llm/test/stats": "lab:run",
};

interface Caller {
	token?: string;
	/** The status with which a route for `who` sends the caller away; null where it lets the caller in. */
	refusal(who: Who): 401 | 403 | null;
}
const nobody: Caller["refusal"] = (who) => (who === "public" ? null : 401);
const person =
	(role: Role): Caller["refusal"] =>
	(who) =>
		(who === "admin" && role !== "admin") || (who === "spend" && role === "viewer") ? 403 : null;
const token =
	(scope: Scope, role: Role): Caller["refusal"] =>
	(who) => {
		if (who === "public" || who === "user") return null;
		const wanted = who === "account" ? "admin" : who === "spend" ? "lab:run" : who;
		return wanted === scope && (scope !== "admin" || role === "admin") ? null : 403;
	};

let server: TestServer;
let admin: string;
// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document as it came.
let document: any;
const callers: Record<string, Caller> = { anonymous: { refusal: nobody } };
beforeAll(async () => {
	server = await startTestServer();
	document = (await server.call("GET", "/openapi.json")).json;
	for (const role of ["viewer", "user", "power_user", "admin"] as const) {
		callers[role] = { token: (await server.signIn(role)).token, refusal: person(role) };
	}
	admin = callers.admin?.token ?? "";
	const call = async (method: string, path: string, body?: object) => {
		const answer = await server.call(method, `/api/v1/admin${path}`, { token: admin, body });
		expect(answer.status).toBe(200);
		return answer.json;
	};
	const left = await server.signIn("admin");
	const leftToken = await call("POST", "/tokens", { user_id: left.userId, name: "left", scopes: ["admin"] });
	await call("PATCH", `/users/${left.userId}`, { disabled: true });
	callers.disabled = { token: left.token, refusal: nobody };
	callers["a disabled admin's token"] = { token: leftToken.token, refusal: nobody };
	const revoked = await call("POST", "/tokens", { name: "revoked", scopes: ["admin"] });
	await call("DELETE", `/tokens/${revoked.id}`);
	callers["a revoked token"] = { token: revoked.token, refusal: nobody };
	for (const scope of scopes) {
		const { token: text } = await call("POST", "/tokens", { name: scope, scopes: [scope] });
		callers[`an admin's token for ${scope}`] = { token: text, refusal: token(scope, "admin") };
	}
	const spender = await server.signIn("user");
	const mine = { user_id: spender.userId, name: "mine", scopes: ["lab:run"] };
	callers["a user's token for lab:run"] = {
		token: (await call("POST", "/tokens", mine)).token,
		refusal: token("lab:run", "user"),
	};
});
afterAll(() => server.close());

describe("every REST route", () => {
	it("is documented with its answers, and stands in the table of who may call it", () => {
		expect(document.openapi).toBe("3.1.0");
		const documented = Object.entries<Record<string, { responses: object; summary: string }>>(document.paths).flatMap(
			([path, methods]) =>
				Object.entries(methods).map(([method, route]) => ({ name: `${method.toUpperCase()} ${path}`, route })),
		);
		expect(documented.map(({ name }) => name).sort()).toEqual(Object.keys(routes).sort());
		for (const { route } of documented) {
			expect(route.summary).not.toBe("");
			expect(Object.keys(route.responses)).toEqual(["200", "4XX", "5XX"]);
		}
	});

	it.each(Object.keys(routes))("%s answers everybody as its row says, before it reads the body", async (route) => {
		const who = routes[route] ?? "admin";
		const [method = "", path = ""] = route.replace(/\{\w+\}/, "openai").split(" ");
		const reads = method === "GET";
		const sent = reads ? {} : { body: "{ not json", headers: { "content-type": "application/json" } };
		const answers: Record<string, unknown> = {};
		const expected: Record<string, unknown> = {};
		for (const [name, { token, refusal }] of Object.entries(callers)) {
			const { status, json } = await server.call(method, path, { token, ...sent });
			expected[name] = refusal(who) ?? (reads ? "let in" : 400);
			answers[name] = reads && status !== 401 && status !== 403 ? "let in" : status;
			if (status !== 401 && status !== 403) continue;
			expect(json).toMatchObject({ error: expect.any(String), request_id: expect.any(String) });
			expect(json.code).toBe(status === 401 ? "unauthorized" : "forbidden");
		}
		expect(answers).toEqual(expected);
		if (reads) return;
		// As `curl -d` says unless it is told otherwise.
		const form = { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } };
		expect((await server.call(method, path, form)).status).toBe(who === "public" ? 415 : 401);
	});

	const withBody = Object.keys(routes).filter((route) =>
		/^(POST|PUT|PATCH) .*(login|admin\/.*|keys|keys\/test|toggle|bulk-update|llm\/test|test\/test)$/.test(route),
	);
	it.each(withBody)("refuses malformed, unknown, mistyped and oversized input on %s", async (route) => {
		const [method = "", path = ""] = route
			.replace("models/{id}", "models/openai/gpt-4o")
			.replace("{id}", "x")
			.split(" ");
		const json = { "content-type": "application/json" };
		const call = (body: unknown, headers = json) => server.call(method, path, { token: admin, body, headers });

		const malformed = await call('{"a": ');
		expect([malformed.status, malformed.json.code]).toEqual([400, "bad_request"]);
		const poisoned = await call('{"__proto__": {"admin": true}}');
		expect(poisoned.status).toBe(400);
		const intruders = { role: "admin", userId: "x", isAdmin: true, base_url: "http://127.0.0.1:1" };
		for (const body of [{ surprise: 1 }, intruders, [], "null", "7"]) {
			const answer = await call(body);
			expect([answer.status, answer.json.code]).toEqual([422, "invalid_input"]);
			expect(answer.json.issues.length).toBeGreaterThan(0);
		}
		// Where a run starts, images travel along.
		const mostBytes = /llm\/test(\/test)?$/.test(path) ? runsBodyLimit : bodyLimit;
		const oversized = await call(JSON.stringify({ text: "x".repeat(mostBytes + 1) }));
		expect([oversized.status, oversized.json.code]).toEqual([413, "too_large"]);
		const xml = await call("<a/>", { "content-type": "application/xml" });
		expect([xml.status, xml.json.code]).toEqual([415, "unsupported_media_type"]);
	});

	it.each(Object.keys(routes).filter((route) => route.startsWith("GET ")))(
		"%s refuses each query field that it does not know; without a query it heeds none",
		async (route) => {
			const [, documentedPath = ""] = route.split(" ");
			const parameters: { in: string; name: string; required?: boolean }[] =
				document.paths[documentedPath].get.parameters ?? [];
			const documented = parameters.filter((parameter) => parameter.in === "query");
			const needed = documented.filter(({ required }) => required).map(({ name }) => `${name}=openai/gpt-4o`);
			const path = documentedPath.replace("{id}", "openai/gpt-4o");
			const ask = (query: string[]) => server.call("GET", `${path}?${query.join("&")}`, { token: admin });

			const plain = await ask(needed);
			// Who may do what is nobody's to say, and where a key goes even less; `__proto__` is a name like any other.
			const intruders = [
				"userId=x",
				"isAdmin=true",
				"base_url=http://127.0.0.1:1",
				"surprise",
				"__proto__=x",
				"role=admin",
			];
			for (const intruder of intruders) {
				const [name = ""] = intruder.split("=");
				if (documented.some((parameter) => parameter.name === name)) continue;
				const answer = await ask([...needed, intruder]);
				if (documented.length === 0) {
					expect([intruder, answer.status, answer.text]).toEqual([intruder, plain.status, plain.text]);
					continue;
				}
				expect([intruder, answer.status, answer.json.code]).toEqual([intruder, 422, "invalid_input"]);
				expect(answer.json).toMatchObject({ error: expect.any(String), request_id: expect.any(String) });
				expect(JSON.stringify(answer.json.issues)).toContain(name);
			}
			// A field twice is two values where one is asked: no door picks one of them.
			for (const { name } of documented) {
				const twice = await ask([...needed.filter((query) => !query.startsWith(`${name}=`)), `${name}=1`, `${name}=2`]);
				expect([name, twice.status, twice.json.code]).toEqual([name, 422, "invalid_input"]);
			}
			// What no text in the database can hold is found nowhere, and breaks nothing.
			for (const { name } of documented) {
				const { status } = await ask([
					...needed.filter((query) => !query.startsWith(`${name}=`)),
					`${name}=openai/%00`,
				]);
				expect([name, status < 500]).toEqual([name, true]);
			}
			// An unknown user or model is no fault of the query.
			expect([200, 404]).toContain(plain.status);
		},
	);

	it.each(Object.keys(routes).filter((route) => route.includes("{")))(
		"says what is wrong with an id on %s that nobody has, is endless or cannot be stored",
		async (route) => {
			const [method = "", path = ""] = route.split(" ");
			const body = method === "PATCH" ? { role: "user" } : path.endsWith("/toggle") ? { enabled: true } : undefined;
			for (const id of ["nobody", "openai/%00", "%F0%9F%94%91", "x".repeat(400), "..%2F..%2Fme", "'%20or%201=1--"]) {
				const { status, json } = await server.call(method, path.replace(/\{\w+\}/, id), { token: admin, body });
				expect([404, 422], `${id}: ${status}`).toContain(status);
				expect(json).toMatchObject({ error: expect.any(String), code: expect.any(String) });
			}
		},
	);

	it("says 404 for what is not there, with the method", async () => {
		for (const [method, path] of [
			["GET", "/api/v1/llm/nothing"],
			["PUT", "/api/v1/llm/models"],
			["GET", "/api/v2/llm/models"],
		] as const) {
			const answer = await server.call(method, path, { headers: { accept: "text/html" } });
			expect([answer.status, answer.json.code]).toEqual([404, "not_found"]);
		}
	});
});

describe("/docs", () => {
	it("shows the reference without any inline script, from this origin alone", async () => {
		const page = await server.call("GET", "/docs/");
		expect(page.status).toBe(200);
		const policy = page.headers.get("content-security-policy") ?? "";
		expect(policy).toMatch(/script-src 'self'[ ;]/);
		expect(policy.match(/script-src [^;]*/)?.[0]).not.toContain("unsafe");
		for (const [, source] of page.text.matchAll(/<script\b[^>]*?\bsrc="([^"]*)"/g)) expect(source).toMatch(/^\/docs\//);
		for (const [, content] of page.text.matchAll(/<script\b[^>]*>([^<]*)<\/script>/g)) expect(content?.trim()).toBe("");
		expect((await server.call("GET", "/docs/js/scalar.js")).status).toBe(200);
	});
});
