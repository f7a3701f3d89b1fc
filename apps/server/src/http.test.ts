import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "./test/server.ts";

let server: TestServer;
let pagesDir: string;
let cookie: string;
let token: string;
beforeAll(async () => {
	pagesDir = await mkdtemp(join(tmpdir(), "pages-"));
	await mkdir(join(pagesDir, "assets"));
	await writeFile(
		join(pagesDir, "index.html"),
		'<!doctype html><title>The app</title><meta property="csp-nonce" nonce="CSP_NONCE">',
	);
	await writeFile(join(pagesDir, "assets", "main-abc123.js"), "console.log(1)");
	await writeFile(join(pagesDir, "assets", "main-abc123.js.gz"), gzipSync("console.log(1)"));
	await writeFile(join(pagesDir, "favicon.svg"), "<svg/>");
	server = await startTestServer({ pagesDir });
	({ token } = await server.signIn("admin"));
	cookie = `llm_hub_session=${token}`;
});
afterAll(async () => {
	await server.close();
	await rm(pagesDir, { recursive: true });
});

/** Sends exactly these headers: fetch would add and forbid some. */
function raw(method: string, path: string, headers: Record<string, string>, body?: string) {
	return new Promise<{ status: number; text: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
		const sent = request(server.url + path, { method, headers }, (response) => {
			let text = "";
			response.on("data", (chunk) => (text += chunk));
			response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
		});
		sent.once("error", reject);
		sent.end(body);
	});
}

const switchOff = { path: "/api/v1/llm/models/openai/gpt-4o/toggle", body: JSON.stringify({ enabled: false }) };
const isStillOn = async () => (await server.call("GET", "/api/v1/llm/models/openai/gpt-4o")).json.enabled;

describe("a call that another site's page makes with the cookie", () => {
	const json = { "content-type": "application/json" };
	it.each([
		["cross-site JSON", { "sec-fetch-site": "cross-site", origin: "https://evil.example", ...json }],
		["same-site JSON (another port or subdomain)", { "sec-fetch-site": "same-site", ...json }],
		["a form as text/plain", { "sec-fetch-site": "cross-site", "content-type": "text/plain" }],
		["a form as multipart", { origin: "https://evil.example", "content-type": "multipart/form-data; boundary=x" }],
		["an octet stream", { origin: "https://evil.example", "content-type": "application/octet-stream" }],
		["no content type", { origin: "https://evil.example" }],
		["a hidden origin", { origin: "null", ...json }],
		["another port of this host", { origin: "http://127.0.0.1:1", ...json }],
		["a host that ours is a prefix of", { origin: "http://localhost:0.evil.example", ...json }],
	])("is refused: %s", async (_, headers) => {
		for (const path of [
			switchOff.path,
			"/trpc/catalog.setEnabled",
			"/trpc/catalog.setEnabled?batch=1",
			"/api/v1/auth/logout",
		]) {
			const answer = await raw("POST", path, { cookie, ...headers }, switchOff.body);
			expect(answer.status).toBe(403);
		}
		expect(await isStillOn()).toBe(true);
	});

	it.each([
		"text/plain",
		"multipart/form-data; boundary=x",
		"application/octet-stream",
		"application/x-www-form-urlencoded",
	])("is refused by its content type %s even from our own origin", async (type) => {
		for (const path of [switchOff.path, "/trpc/catalog.setEnabled"]) {
			const headers = { cookie, "sec-fetch-site": "same-origin", "content-type": type };
			expect((await raw("POST", path, headers, switchOff.body)).status).toBe(415);
		}
		expect(await isStillOn()).toBe(true);
	});

	it("never changes anything by GET", async () => {
		const input = encodeURIComponent(JSON.stringify({ ids: ["openai/gpt-4o"], enabled: false }));
		const single = await raw("GET", `/trpc/catalog.setEnabled?input=${input}`, { cookie });
		expect(single.status).toBe(405);
		const batch = encodeURIComponent(JSON.stringify({ 0: { ids: ["openai/gpt-4o"], enabled: false } }));
		expect((await raw("GET", `/trpc/catalog.setEnabled?batch=1&input=${batch}`, { cookie })).status).toBe(405);
		expect(await isStillOn()).toBe(true);
	});

	it("cannot even read or subscribe by /trpc", async () => {
		for (const site of ["cross-site", "same-site"]) {
			expect((await raw("GET", "/trpc/auth.me", { cookie, "sec-fetch-site": site })).status).toBe(403);
		}
	});
});

describe("a call of our own", () => {
	const body = JSON.stringify({ ids: ["openai/gpt-4o"], enabled: true });
	const json = { "content-type": "application/json" };
	it.each([
		["our page", { "sec-fetch-site": "same-origin" }],
		["our page in a browser without fetch metadata", { origin: "self" }],
		["a program", {}],
	])("passes with the cookie: %s", async (_, { origin, ...headers }: Record<string, string>) => {
		const ours: Record<string, string> = origin === undefined ? {} : { origin: server.url };
		expect((await raw("POST", "/trpc/catalog.setEnabled", { cookie, ...json, ...headers, ...ours }, body)).status).toBe(
			200,
		);
	});

	it("passes from PUBLIC_URL's origin behind a proxy with another host", async () => {
		await using proxied = await startTestServer({ env: { PUBLIC_URL: "https://hub.example.com" } });
		const call = (origin: string) =>
			proxied.call("POST", "/api/v1/auth/logout", { headers: { origin, host: "internal:8084" } });
		expect((await call("https://hub.example.com")).status).toBe(200);
		expect((await call("https://hub.example.com.evil.example")).status).toBe(403);
	});

	it("passes from anywhere with its own token, and the cookie is then not looked at", async () => {
		const foreign = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site", ...json };
		const withToken = { ...foreign, authorization: `Bearer ${token}` };
		expect((await raw("POST", "/trpc/catalog.setEnabled", withToken, body)).status).toBe(200);
		const withBadToken = { ...foreign, cookie, authorization: "Bearer nothing" };
		expect((await raw("POST", "/trpc/catalog.setEnabled", withBadToken, body)).status).toBe(401);
	});
});

describe("every answer", () => {
	it.each([
		"/healthz",
		"/api/v1/llm/models",
		"/trpc/auth.me",
		"/admin/llm-hub/catalog",
		"/nothing",
		"/assets/main-abc123.js",
	])("of %s has the security headers and a request id", async (path) => {
		const { headers } = await server.call("GET", path, { headers: { "x-request-id": "my-id.1" } });
		const policy = headers.get("content-security-policy") ?? "";
		expect(policy).toContain("script-src 'self';");
		expect(policy).toContain("default-src 'none';");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toContain("unsafe");
		expect(headers.get("x-content-type-options")).toBe("nosniff");
		expect(headers.get("referrer-policy")).toBe("no-referrer");
		expect(headers.get("strict-transport-security")).toBeNull();
		expect(headers.get("access-control-allow-origin")).toBeNull();
		expect(headers.get("x-request-id")).toBe("my-id.1");
	});

	it("makes an id of its own where the given one could forge a log line", async () => {
		for (const id of ['a"b', "x".repeat(200), "a b"]) {
			const { headers } = await server.call("GET", "/healthz", { headers: { "x-request-id": id } });
			expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
		}
	});

	it("of an error has no stack, and no path of ours", async () => {
		const paths = [
			"/%E0%A4%A",
			"/trpc/nope",
			"/trpc/catalog.byId?input=%7B",
			"/api/v1/llm/models/x",
			"/trpc/testing.history",
		];
		for (const path of paths) {
			const { status, text } = await server.call("GET", path);
			expect(status).toBeGreaterThanOrEqual(400);
			expect(text).not.toMatch(/\bstack\b|node_modules|\.ts:\d|at \w+ \(/);
		}
	});

	it.each([
		[
			"headers without end",
			`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`,
			431,
			"too_large",
		],
		["what is not HTTP", "hello\r\n\r\n", 400, "bad_request"],
	])("of %s has the shape of every error", async (_, sent, status, code) => {
		const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
		socket.end(sent);
		const answer = (await socket.setEncoding("utf8").toArray()).join("");
		const [head = "", body = ""] = answer.split("\r\n\r\n");
		expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		expect(JSON.parse(body)).toEqual({ error: expect.any(String), code });
	});

	it("is logged by its path alone, and no secret of a request reaches the log", async () => {
		await server.call("GET", "/trpc/catalog.byId?input=%22canary-input%22", {
			headers: { cookie: "llm_hub_session=canary-cookie" },
		});
		await server.call("GET", "/setup?token=canary-token", { headers: { accept: "text/html" }, token: "canary-bearer" });
		const log = server.logLines.join("");
		expect(log).toContain('"path":"/setup"');
		expect(log).not.toContain("canary");
	});

	it("that refuses is no failure of ours in the log", async () => {
		const before = server.logLines.length;
		const answers = [
			await server.call("GET", "/api/v1/no-such-path"),
			await server.call("GET", "/api/v1/llm/providers/keys"),
			await server.call("GET", "/api/v1/llm/models?limit=0"),
			await server.call("POST", "/api/v1/auth/login", { body: "{", headers: { "content-type": "application/json" } }),
		];
		expect(answers.map(({ status }) => status)).toEqual([404, 401, 422, 400]);
		expect(server.logLines.slice(before).filter((line) => line.includes("request failed"))).toEqual([]);
	});
});

describe("the pages", () => {
	const html = { headers: { accept: "text/html" } };
	it("serves hashed files for ever, packed where the browser takes it, and the page never from a cache", async () => {
		const script = await server.call("GET", "/assets/main-abc123.js", { headers: { "accept-encoding": "identity" } });
		expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
		expect(script.text).toBe("console.log(1)");
		const packed = await raw("GET", "/assets/main-abc123.js", { "accept-encoding": "gzip" });
		expect(packed.headers["content-encoding"]).toBe("gzip");
		expect((await server.call("GET", "/favicon.svg")).headers.get("cache-control")).toBe("public, max-age=3600");
		for (const path of ["/admin/llm-hub/catalog", "/sign-in", "/admin/llm-hub/catalog/openai/gpt-4.1"]) {
			const page = await server.call("GET", path, html);
			expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-store"]);
			expect(page.text).toContain("The app");
		}
	});

	it("gives the page a nonce for its styles, another in each answer, also where it is asked for by its file's name", async () => {
		const nonces = new Set<string>();
		for (const path of ["/sign-in", "/sign-in", "/index.html"]) {
			const { headers, text } = await server.call("GET", path, html);
			const nonce = /style-src 'self' 'nonce-([A-Za-z0-9+/]{22}==)';/.exec(
				headers.get("content-security-policy") ?? "",
			)?.[1];
			expect(nonce).toBeDefined();
			expect(text).toContain(`nonce="${nonce}"`);
			nonces.add(nonce ?? "");
		}
		expect(nonces.size).toBe(3);
		expect((await server.call("GET", "/healthz")).headers.get("content-security-policy")).toContain(
			"style-src 'self';",
		);
	});

	it("leads from / to the catalog", async () => {
		const { status, headers } = await server.call("GET", "/");
		expect([status, headers.get("location")]).toEqual([302, "/admin/llm-hub/catalog"]);
	});

	it("never stands in for a missing file, door or method", async () => {
		for (const path of ["/assets/gone.js", "/api/nothing", "/trpc/", "/auth/x", "/v1/models", "/../../package.json"]) {
			const { status, text } = await server.call("GET", path, html);
			expect(text).not.toContain('"workspaces"');
			if (path !== "/../../package.json") expect(status).toBe(404);
		}
		expect((await server.call("POST", "/sign-in", html)).status).toBe(404);
	});

	it("forbids no path that is written as no file's is: nothing is there", async () => {
		for (const path of ["/api/v1//llm/models", "//healthz", "/..%5cfavicon.svg"]) {
			const { status, text } = await raw("GET", path, { accept: "application/json" });
			expect([path, status, JSON.parse(text).code]).toEqual([path, 404, "not_found"]);
		}
	});
});
