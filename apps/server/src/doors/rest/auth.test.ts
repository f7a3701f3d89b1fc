import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../test/server.ts";

const credentials = { email: "ana@example.com", password: "a long enough passphrase" };
let server: TestServer;
beforeAll(async () => {
	server = await startTestServer({ env: { ADMIN_EMAIL: credentials.email, ADMIN_PASSWORD: credentials.password } });
});
afterAll(() => server.close());

const login = () => server.call("POST", "/api/v1/auth/login", { body: credentials });

it("signs in with a token and a cookie that no script can read, and each opens /me", async () => {
	const { status, json, headers } = await login();
	expect(status).toBe(200);
	expect(json).toEqual({
		token: expect.stringMatching(/^[\w-]{43}$/),
		expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
		user: { id: expect.any(String), email: credentials.email, name: "Admin", role: "admin", tier: "enterprise" },
	});
	const cookie = headers.get("set-cookie") ?? "";
	expect(cookie).toMatch(/^llm_hub_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
	for (const way of [{ token: json.token }, { headers: { cookie: cookie.split(";")[0] ?? "" } }]) {
		const me = await server.call("GET", "/api/v1/auth/me", way);
		expect([me.status, me.json.user.email]).toEqual([200, credentials.email]);
	}
});

it("stands on the Authorization header alone where there is one", async () => {
	const { headers } = await login();
	const cookie = (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	for (const authorization of ["Bearer wrong", "Basic YTpi", ""]) {
		const me = await server.call("GET", "/api/v1/auth/me", {
			headers: { cookie, authorization: authorization || "Bearer" },
		});
		expect(me.status).toBe(401);
	}
});

it("takes an API token as a bearer, never as a cookie, and only as far as its scopes reach", async () => {
	const { token: session } = await server.signIn("user");
	const create = await server.call("POST", "/trpc/access.tokens.create", {
		token: session,
		body: { name: "nightly", scopes: ["lab:run"] },
	});
	const { token } = create.json.result.data;
	const get = (path: string, headers: Record<string, string>) => server.call("GET", `/api/v1/llm${path}`, { headers });
	const bearer = { authorization: `Bearer ${token}` };
	expect((await get("/test/history", bearer)).status).toBe(200);
	const beyond = await get("/models/stats", bearer);
	expect([beyond.status, beyond.json.rule, beyond.json.scope_required]).toEqual([403, "scope", "catalog:read"]);
	expect((await get("/test/history", { cookie: `llm_hub_session=${token}` })).status).toBe(401);
	expect(server.logLines.join("")).not.toContain(token);
});

it("ends the session on logout, and takes the cookie back", async () => {
	const { json } = await login();
	const out = await server.call("POST", "/api/v1/auth/logout", { token: json.token });
	expect([out.status, out.json]).toEqual([200, { success: true }]);
	expect(out.headers.get("set-cookie")).toMatch(/^llm_hub_session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/);
	expect((await server.call("GET", "/api/v1/auth/me", { token: json.token })).status).toBe(401);
});

it("answers the same to a wrong password and an unknown person, and neither log nor answer repeats the password", async () => {
	const wrong = { email: credentials.email, password: "canary-password-1" };
	const unknown = { email: "nobody@example.com", password: "canary-password-1" };
	const answers = await Promise.all(
		[wrong, unknown].map((body) => server.call("POST", "/api/v1/auth/login", { body })),
	);
	for (const { status, json, text } of answers) {
		expect([status, json.code]).toEqual([401, "unauthorized"]);
		expect(text).not.toContain("canary");
	}
	expect(answers[0]?.json.error).toBe(answers[1]?.json.error);
	expect(server.logLines.join("")).not.toContain("canary");
});

it("makes a guesser wait with 429 and Retry-After", async () => {
	const guess = () =>
		server.call("POST", "/api/v1/auth/login", { body: { email: "guessed@example.com", password: "wrong-guess" } });
	let answer = await guess();
	for (let tries = 0; answer.status !== 429 && tries < 20; tries++) answer = await guess();
	expect([answer.status, answer.json.code]).toEqual([429, "limit_exceeded"]);
	expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});

it("marks the cookie Secure and __Host- where people come by https", async () => {
	await using https = await startTestServer({
		env: {
			PUBLIC_URL: "https://hub.example.com",
			ADMIN_EMAIL: credentials.email,
			ADMIN_PASSWORD: credentials.password,
		},
	});
	const { headers } = await https.call("POST", "/api/v1/auth/login", { body: credentials });
	expect(headers.get("set-cookie")).toMatch(
		/^__Host-llm_hub_session=[\w-]{43}; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
	);
	expect(headers.get("strict-transport-security")).toContain("max-age=31536000");
});
