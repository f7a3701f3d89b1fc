import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseEnv, variableNames } from "./env.ts";

const key = `one:${randomBytes(32).toString("base64")}`;

describe("the environment", () => {
	it("has the documented defaults, and takes empty values as unset", () => {
		const env = parseEnv({ PORT: "", DATABASE_URL: "", ENCRYPTION_KEYS: "", OPENAI_API_KEY: "" });
		expect(env).toMatchObject({
			port: 8084,
			host: "127.0.0.1",
			publicUrl: "http://localhost:8084",
			dataDir: resolve(".data"),
			databaseUrl: null,
			redisUrl: null,
			encryptionKeys: null,
			firstAdmin: null,
			sso: null,
			environmentProviders: {},
			allowPrivateUpstreams: false,
			keyTestsPerMinute: 10,
			runsPerMinute: 300,
			logLevel: "info",
			metricsToken: null,
			trustProxy: false,
		});
	});

	it("reads keys and base URLs of providers, and drops a slash after the public URL", () => {
		const env = parseEnv({
			PUBLIC_URL: "https://hub.example.com/",
			OPENAI_API_KEY: "sk-test-1",
			CUSTOM_BASE_URL: "http://localhost:11434/v1",
			TRUST_PROXY: "loopback, 10.0.0.0/8,fd00::/8",
		});
		expect(env.publicUrl).toBe("https://hub.example.com");
		expect(env.environmentProviders).toEqual({
			openai: { apiKey: "sk-test-1" },
			custom: { baseUrl: "http://localhost:11434/v1" },
		});
		expect(env.trustProxy).toEqual(["loopback", "10.0.0.0/8", "fd00::/8"]);
	});

	it("names every bad variable in one message, and repeats no value", () => {
		const bad = {
			PORT: "eighty-secret",
			PUBLIC_URL: "ftp://secret.example.com",
			REDIS_URL: "http://secret:6379",
			DATABASE_URL: "mysql://user:secret@db/hub",
			ADMIN_EMAIL: "secret-nobody",
			ADMIN_PASSWORD: "secret",
			ALLOW_PRIVATE_UPSTREAMS: "secret-yes",
			OIDC_ISSUER: "http://secret.example.com/realms/hub",
			OIDC_CLIENT_ID: "llm-hub",
			OIDC_CLIENT_SECRET: "sk-test-secret",
			OPENAI_BASE_URL: "https://user:secret@api.example.com/v1",
			CUSTOM_API_KEY: "sk-test-secret",
			RATE_LIMIT_RUNS: "-1",
			LOG_LEVEL: "secret-loud",
			METRICS_TOKEN: "secret",
			TRUST_PROXY: "10.0.0.0/99",
		};
		const message = messageOf(() => parseEnv(bad));
		for (const name of Object.keys(bad).filter((name) => !/^(CUSTOM_API_KEY|OIDC_CLIENT_.*)$/.test(name)))
			expect(message).toContain(name);
		for (const name of ["ENCRYPTION_KEYS", "CUSTOM_BASE_URL"]) expect(message).toContain(`${name}: is required with`);
		expect(message).not.toContain("secret");
	});

	it.each([
		[{ DATABASE_URL: "postgres://hub@localhost/hub" }, "ENCRYPTION_KEYS: is required with DATABASE_URL"],
		[{ ADMIN_EMAIL: "ana@example.com" }, "ADMIN_PASSWORD: is required with ADMIN_EMAIL"],
		[{ ADMIN_PASSWORD: "correct horse battery" }, "ADMIN_EMAIL: is required with ADMIN_PASSWORD"],
		[{ CUSTOM_API_KEY: "sk-test-1" }, "CUSTOM_BASE_URL: is required with CUSTOM_API_KEY"],
		[{ OIDC_CLIENT_ID: "hub" }, "OIDC_ISSUER: is required with the other OIDC_ variables"],
		[{ OIDC_ADMIN_ROLE: "hub" }, "OIDC_CLIENT_SECRET: is required with the other OIDC_ variables"],
		[{ OIDC_ISSUER: "http://login.example.com" }, "OIDC_ISSUER: must be https, unless it is on this machine"],
		[{ OIDC_ISSUER: "http://localhost.example.com" }, "OIDC_ISSUER: must be https, unless it is on this machine"],
		[{ OIDC_ISSUER: "https://login.example.com/?a" }, "OIDC_ISSUER: must not have a query or a fragment"],
		[{ ENCRYPTION_KEYS: "one:c2hvcnQ=" }, "ENCRYPTION_KEYS: entry 1 decodes to 5 bytes"],
	])("refuses %o", (variables, expected) => {
		expect(messageOf(() => parseEnv(variables))).toContain(expected);
	});

	it("is told in .env.example, whole and with nothing else but the compose file's own", async () => {
		const example = await readFile(resolve(import.meta.dirname, "../../../.env.example"), "utf8");
		const told = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
		expect(told.filter((name) => !/^(POSTGRES|KEYCLOAK)_/.test(name ?? "")).sort()).toEqual([...variableNames].sort());
		expect(
			parseEnv(
				Object.fromEntries(
					example
						.split("\n")
						.filter((line) => /^[A-Z]/.test(line))
						.map((line) => line.split("=")),
				),
			),
		).toEqual(parseEnv({}));
	});

	it.each([
		"https://login.example.com/realms/hub/",
		"http://localhost:1",
		"http://keycloak.localhost:2",
		"http://[::1]:3",
	])("takes the issuer %s as it is written", (issuer) => {
		const variables = {
			OIDC_ISSUER: issuer,
			OIDC_CLIENT_ID: "hub",
			OIDC_CLIENT_SECRET: "sk-test-1",
			OIDC_TIER_CLAIM: "tier",
		};
		const sso = { issuer, clientId: "hub", clientSecret: "sk-test-1", adminRole: null, tierClaim: "tier" };
		expect(parseEnv(variables).sso).toEqual(sso);
	});

	it("takes an external database with its keys", () => {
		const env = parseEnv({ DATABASE_URL: "postgresql://hub@localhost/hub", ENCRYPTION_KEYS: key });
		expect(env.encryptionKeys).toMatchObject([{ id: "one" }]);
	});
});

function messageOf(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error("It was not refused.");
}
