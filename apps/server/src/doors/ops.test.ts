import { schema } from "@llm-hub/db";
import { expect, it } from "vitest";
import { startTestServer } from "../test/server.ts";

it("lives and is ready, and is not ready while the database does not answer", async () => {
	await using server = await startTestServer();
	expect((await server.call("GET", "/healthz")).json).toEqual({ status: "ok" });
	const ready = await server.call("GET", "/readyz");
	expect([ready.status, ready.json]).toEqual([
		200,
		{ status: "ready", checks: { database: "ok", migrations: "ok", keyring: "ok" } },
	]);
	let letGo = () => {};
	// The embedded database has one connection: a transaction that stands still keeps everybody else waiting.
	const standingStill = server.door.opened.db.transaction(() => new Promise<void>((resolve) => (letGo = resolve)));
	const stuck = await server.call("GET", "/readyz");
	expect([stuck.status, stuck.json]).toEqual([
		503,
		{ status: "not_ready", checks: { database: "failed", migrations: "failed", keyring: "ok" } },
	]);
	expect((await server.call("GET", "/healthz")).status).toBe(200);
	letGo();
	await standingStill;
	expect((await server.call("GET", "/readyz")).status).toBe(200);
});

it("tells on no door what was asked of a database that fails before anybody is known", async () => {
	await using server = await startTestServer();
	const { token } = await server.signIn("admin");
	await server.door.opened.db.execute("alter table sessions rename to gone");
	const failure = "Something went wrong on our side.";
	for (const path of ["/api/v1/auth/me", "/trpc/auth.me", "/trpc/auth.me?batch=1", "/trpc/testing.events?input={}"]) {
		const { text } = await server.call("GET", path, { token });
		expect([path, text.includes(failure), /select|sessions|params/i.test(text)]).toEqual([path, true, false]);
	}
	expect(server.logLines.filter((line) => line.includes('"request failed"'))).toHaveLength(4);
});

it("shows metrics to a local caller, and to nobody that a proxy forwards", async () => {
	await using server = await startTestServer();
	await server.call("GET", "/api/v1/llm/models/openai/gpt-4o");
	const { text } = await server.call("GET", "/metrics");
	expect(text).toContain('http_requests_total{method="GET",route="/api/v1/llm/models/*",status="200"} 1');
	expect(text).toContain("llm_hub_runs_active 0");
	expect((await server.call("GET", "/metrics", { headers: { "x-forwarded-for": "203.0.113.9" } })).status).toBe(401);
});

it("wants METRICS_TOKEN where it is set", async () => {
	await using server = await startTestServer({ env: { METRICS_TOKEN: "a-long-metrics-token" } });
	expect((await server.call("GET", "/metrics")).status).toBe(401);
	expect((await server.call("GET", "/metrics", { token: "a-long-metrics-tokem" })).status).toBe(401);
	expect((await server.call("GET", "/metrics", { token: "a-long-metrics-token" })).status).toBe(200);
});

it("believes X-Forwarded-For only from the proxies of TRUST_PROXY", async () => {
	for (const [trusted, address] of [
		["127.0.0.1", "203.0.113.9"],
		["10.0.0.0/8", "127.0.0.1"],
	] as const) {
		await using server = await startTestServer({
			env: { TRUST_PROXY: trusted, ADMIN_EMAIL: "ana@example.com", ADMIN_PASSWORD: "a long enough passphrase" },
		});
		const body = { email: "ana@example.com", password: "a long enough passphrase" };
		await server.call("POST", "/api/v1/auth/login", { body, headers: { "x-forwarded-for": "203.0.113.9" } });
		const [session] = await server.door.opened.db.select({ address: schema.sessions.address }).from(schema.sessions);
		expect(session?.address).toBe(address);
	}
});
