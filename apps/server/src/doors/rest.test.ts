import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../test/server.ts";
import type { Access } from "./rest/access.ts";

let server: TestServer;
const tokens: Record<string, string | undefined> = {};
beforeAll(async () => {
	server = await startTestServer();
	for (const role of ["admin", "user", "viewer"] as const) tokens[role] = (await server.signIn(role)).token;
});
afterAll(() => server.close());

/** Who may call what. A route that is not here fails the first test. */
const routes: Record<string, Access> = {
	"POST /api/v1/auth/login": "public",
	"POST /api/v1/auth/logout": "public",
	"GET /api/v1/auth/me": "user",
	"GET /api/v1/llm/providers/keys": "admin",
	"POST /api/v1/llm/providers/keys": "admin",
	"DELETE /api/v1/llm/providers/keys/{target}": "admin",
	"POST /api/v1/llm/providers/keys/test": "admin",
	"POST /api/v1/llm/providers/keys/{target}/test": "admin",
	"GET /api/v1/llm/providers/info": "admin",
	"GET /api/v1/llm/models": "public",
	"GET /api/v1/llm/models/{id}": "public",
	"GET /api/v1/llm/models/stats": "user",
	"GET /api/v1/llm/providers": "user",
	"POST /api/v1/llm/models/{id}/toggle": "admin",
	"POST /api/v1/llm/models/bulk-update": "admin",
	"POST /api/v1/llm/models/refresh": "admin",
	"GET /api/v1/llm/test/templates": "public",
	"POST /api/v1/llm/test": "spender",
	"POST /api/v1/llm/test/test": "spender",
	"GET /api/v1/llm/test/history": "user",
	"GET /api/v1/llm/test/stats": "user",
};

const refused: Record<Access, Record<string, number>> = {
	public: {},
	user: { anonymous: 401 },
	spender: { anonymous: 401, viewer: 403 },
	admin: { anonymous: 401, viewer: 403, user: 403 },
};

describe("every REST route", () => {
	it("is documented with its answers, and stands in the table of who may call it", async () => {
		const { json } = await server.call("GET", "/openapi.json");
		expect(json.openapi).toBe("3.1.0");
		const documented = Object.entries<Record<string, { responses: object; summary: string }>>(json.paths).flatMap(
			([path, methods]) =>
				Object.entries(methods).map(([method, route]) => ({ name: `${method.toUpperCase()} ${path}`, route })),
		);
		expect(documented.map(({ name }) => name).sort()).toEqual(Object.keys(routes).sort());
		for (const { route } of documented) {
			expect(route.summary).not.toBe("");
			expect(Object.keys(route.responses)).toEqual(["200", "4XX", "5XX"]);
		}
	});

	const refusals = Object.entries(routes).flatMap(([route, access]) =>
		Object.entries(refused[access]).map(([actor, status]) => ({ route, actor, status })),
	);
	it.each(refusals)(
		"answers $status to $actor on $route, before it reads the body",
		async ({ route, actor, status }) => {
			const [method = "", path = ""] = route.replace(/\{\w+\}/, "openai").split(" ");
			for (const body of method === "GET" || method === "DELETE"
				? [undefined]
				: ["{ not json", { wrong: true }, undefined]) {
				const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
				const answer = await server.call(method, path, { token: tokens[actor], body, headers });
				expect(answer.status).toBe(status);
				expect(answer.json).toEqual({
					error: expect.any(String),
					code: status === 401 ? "unauthorized" : "forbidden",
					request_id: expect.any(String),
					...(status === 403 && { rule: "role" }),
				});
			}
		},
	);

	const withBody = Object.keys(routes).filter((route) =>
		/^POST .*(login|keys|keys\/test|toggle|bulk-update|llm\/test|test\/test)$/.test(route),
	);
	it.each(withBody)("refuses malformed, unknown, mistyped and oversized input on %s", async (route) => {
		const [method = "", path = ""] = route.replace(/\{id\}/, "openai/gpt-4o").split(" ");
		const json = { "content-type": "application/json" };
		const call = (body: unknown, headers = json) => server.call(method, path, { token: tokens.admin, body, headers });

		const malformed = await call('{"a": ');
		expect([malformed.status, malformed.json.code]).toEqual([400, "bad_request"]);
		const poisoned = await call('{"__proto__": {"admin": true}}');
		expect(poisoned.status).toBe(400);
		for (const body of [{ surprise: 1 }, [], "null", "7"]) {
			const answer = await call(body);
			expect([answer.status, answer.json.code]).toEqual([422, "invalid_input"]);
			expect(answer.json.issues.length).toBeGreaterThan(0);
		}
		const oversized = await call(JSON.stringify({ text: "x".repeat(1_048_577) }));
		expect([oversized.status, oversized.json.code]).toEqual([413, "too_large"]);
		const xml = await call("<a/>", { "content-type": "application/xml" });
		expect([xml.status, xml.json.code]).toEqual([415, "unsupported_media_type"]);
	});

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
