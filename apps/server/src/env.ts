import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { resolve } from "node:path";
import { type ApiConfig, type EncryptionKey, parseEncryptionKeys } from "@llm-hub/api";
import { chosenPassword, emailAddress } from "@llm-hub/api/schemas";
import { type ProviderType, providerTypes } from "@llm-hub/providers/vocabulary";
import { z } from "zod";
import { StartError } from "./start-failure.ts";

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Every variable of the process, checked. Read once, here, and nowhere else. */
export interface Env {
	host: string;
	port: number;
	/** An origin without a trailing slash, such as `https://hub.example.com`. */
	publicUrl: string;
	/** Absolute; null (in tests) keeps the embedded database in memory. */
	dataDir: string | null;
	/** An external PostgreSQL; null is the embedded one. */
	databaseUrl: string | null;
	/** Redis or Valkey; null counts and streams in this process. */
	redisUrl: string | null;
	/** Null only beside an embedded database, which then has a key of its own. */
	encryptionKeys: EncryptionKey[] | null;
	/** The first admin, created only when there is no user. */
	firstAdmin: { email: string; password: string } | null;
	environmentProviders: ApiConfig["environmentProviders"];
	/** The OpenID provider of single sign-on. */
	sso: ApiConfig["sso"];
	allowPrivateUpstreams: boolean;
	keyTestsPerMinute: number;
	runsPerMinute: number;
	logLevel: (typeof logLevels)[number];
	metricsToken: string | null;
	/** Whose `X-Forwarded-*` are believed: nobody's, everybody's, or those of these addresses. */
	trustProxy: boolean | string[];
}

const port = z.coerce.number("must be a port number").int("must be a port number").min(0).max(65_535);
const perMinute = z.coerce.number("must be a whole number").int("must be a whole number").min(1).max(1_000_000);
const flag = z.enum(["true", "false"], "must be true or false").transform((value) => value === "true");

const parseUrl = (value: string) => (URL.canParse(value) ? new URL(value) : null);

const webUrl = z.string().superRefine((value, ctx) => {
	const url = parseUrl(value);
	if (!url || !/^https?:$/.test(url.protocol)) ctx.addIssue("must be an http or https URL");
	else if (url.username || url.password) ctx.addIssue("must not hold a user name or a password");
});

const origin = webUrl.superRefine((value, ctx) => {
	const url = parseUrl(value);
	if (url && (url.pathname !== "/" || url.search || url.hash)) ctx.addIssue("must be an origin without a path");
});

const isLoopback = ({ hostname }: URL) => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

// The operator's own choice and so a trusted host, wherever it is; but codes and secrets travel to it.
const issuer = webUrl.superRefine((value, ctx) => {
	const url = parseUrl(value);
	if (!url) return;
	if (url.search || url.hash) ctx.addIssue("must not have a query or a fragment");
	if (url.protocol === "http:" && !isLoopback(url)) ctx.addIssue("must be https, unless it is on this machine");
});

const postgresUrl = z.string().refine((value) => /^postgres(ql)?:$/.test(parseUrl(value)?.protocol ?? ""), {
	message: "must look like postgres://user:password@host:5432/database",
});

const redisUrl = z.string().refine((value) => /^rediss?:$/.test(parseUrl(value)?.protocol ?? ""), {
	message: "must look like redis://host:6379",
});

const encryptionKeys = z.string().transform((value, ctx) => {
	try {
		return parseEncryptionKeys(value);
	} catch (error) {
		ctx.addIssue(error instanceof Error ? error.message.replace(/^ENCRYPTION_KEYS:? /, "") : "cannot be read");
		return z.NEVER;
	}
});

const proxyNames = ["loopback", "linklocal", "uniquelocal"];
const isProxy = (entry: string): boolean => {
	const [address = "", bits, ...rest] = entry.split("/");
	if (proxyNames.includes(entry)) return true;
	const family = isIP(address);
	if (family === 0 || rest.length > 0) return false;
	return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};
const trustProxy = z.string().transform((value, ctx): Env["trustProxy"] => {
	if (value === "true" || value === "false") return value === "true";
	const entries = value.split(",").map((entry) => entry.trim());
	if (entries.every(isProxy)) return entries;
	ctx.addIssue("must be true, false, or a comma list of proxies' addresses such as 10.0.0.0/8");
	return z.NEVER;
});

const providerFields = Object.fromEntries(
	providerTypes.flatMap((provider) => [
		[`${provider.toUpperCase()}_API_KEY`, z.string().optional()],
		[`${provider.toUpperCase()}_BASE_URL`, webUrl.optional()],
	]),
) as Record<`${Uppercase<ProviderType>}_${"API_KEY" | "BASE_URL"}`, z.ZodOptional<z.ZodString>>;

const variables = z.object({
	PORT: port.default(8084),
	HOST: z.string().default("127.0.0.1"),
	PUBLIC_URL: origin.optional(),
	DATA_DIR: z.string().default(".data"),
	DATABASE_URL: postgresUrl.optional(),
	REDIS_URL: redisUrl.optional(),
	ENCRYPTION_KEYS: encryptionKeys.optional(),
	ADMIN_EMAIL: emailAddress.optional(),
	ADMIN_PASSWORD: chosenPassword.optional(),
	OIDC_ISSUER: issuer.optional(),
	OIDC_CLIENT_ID: z.string().optional(),
	OIDC_CLIENT_SECRET: z.string().optional(),
	OIDC_ADMIN_ROLE: z.string().optional(),
	OIDC_TIER_CLAIM: z.string().optional(),
	ALLOW_PRIVATE_UPSTREAMS: flag.default(false),
	RATE_LIMIT_KEY_TESTS: perMinute.default(10),
	RATE_LIMIT_RUNS: perMinute.default(300),
	LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
	METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
	TRUST_PROXY: trustProxy.default(false),
	...providerFields,
});

/** Every variable that is read. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/** What the given variables want beside them. Asked apart from the values, so that one message names it with whatever is bad. */
function* missingBeside(given: Readonly<Record<string, unknown>>): Generator<string> {
	if (given.DATABASE_URL && !given.ENCRYPTION_KEYS) {
		yield "ENCRYPTION_KEYS: is required with DATABASE_URL: a comma list of id:base64 of 32 random bytes";
	}
	if (given.CUSTOM_API_KEY && !given.CUSTOM_BASE_URL) yield "CUSTOM_BASE_URL: is required with CUSTOM_API_KEY";
	if (variableNames.some((name) => name.startsWith("OIDC_") && given[name])) {
		for (const name of ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]) {
			if (!given[name]) yield `${name}: is required with the other OIDC_ variables`;
		}
	}
	if (given.ADMIN_EMAIL && !given.ADMIN_PASSWORD) yield "ADMIN_PASSWORD: is required with ADMIN_EMAIL";
	if (given.ADMIN_PASSWORD && !given.ADMIN_EMAIL) yield "ADMIN_EMAIL: is required with ADMIN_PASSWORD";
}

/**
 * Reads and checks the process's variables, after those of a `.env` file in the working directory.
 * @throws StartError with one message that names every bad variable; a value is never repeated in it.
 */
export function readEnv(): Env {
	if (existsSync(".env")) process.loadEnvFile(".env");
	return parseEnv(process.env);
}

/** {@link readEnv} on given variables. An empty value counts as unset, as compose files write it. */
export function parseEnv(source: Record<string, string | undefined>): Env {
	const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
	const parsed = variables.safeParse(given);
	const bad = parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
	const lines = [...bad, ...missingBeside(given)].map((line) => `  ${line}`);
	if (!parsed.success || lines.length > 0) {
		throw new StartError(`The environment is not right:\n${lines.join("\n")}\nEvery variable is told in .env.example.`);
	}
	const value = parsed.data;
	return {
		host: value.HOST,
		port: value.PORT,
		publicUrl: new URL(value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).origin,
		dataDir: resolve(value.DATA_DIR),
		databaseUrl: value.DATABASE_URL ?? null,
		redisUrl: value.REDIS_URL ?? null,
		encryptionKeys: value.ENCRYPTION_KEYS ?? null,
		firstAdmin:
			value.ADMIN_EMAIL && value.ADMIN_PASSWORD ? { email: value.ADMIN_EMAIL, password: value.ADMIN_PASSWORD } : null,
		environmentProviders: environmentProviders(value),
		sso: singleSignOn(value),
		allowPrivateUpstreams: value.ALLOW_PRIVATE_UPSTREAMS,
		keyTestsPerMinute: value.RATE_LIMIT_KEY_TESTS,
		runsPerMinute: value.RATE_LIMIT_RUNS,
		logLevel: value.LOG_LEVEL,
		metricsToken: value.METRICS_TOKEN ?? null,
		trustProxy: value.TRUST_PROXY,
	};
}

function singleSignOn(value: z.infer<typeof variables>): ApiConfig["sso"] {
	const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = value;
	if (!issuer || !clientId || !clientSecret) return null;
	const [adminRole, tierClaim] = [value.OIDC_ADMIN_ROLE ?? null, value.OIDC_TIER_CLAIM ?? null];
	return { issuer, clientId, clientSecret, adminRole, tierClaim };
}

function environmentProviders(value: z.infer<typeof variables>): ApiConfig["environmentProviders"] {
	const providers: ApiConfig["environmentProviders"] = {};
	for (const provider of providerTypes) {
		const name = provider.toUpperCase() as Uppercase<ProviderType>;
		const apiKey = value[`${name}_API_KEY`];
		const baseUrl = value[`${name}_BASE_URL`];
		if (apiKey || baseUrl) providers[provider] = { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) };
	}
	return providers;
}
