import { createHash, randomBytes } from "node:crypto";
import type { Role } from "@llm-hub/api/schemas";
import { schema } from "@llm-hub/db";
import { createSandbox, type Sandbox } from "@llm-hub/sandbox";
import { parseEnv } from "../env.ts";
import { createLog } from "../log.ts";
import { type RunningServer, startServer } from "../start.ts";

export interface TestServer extends RunningServer {
	/** The provider behind the models `custom/environment/…`, `openai/…` and `anthropic/…`. */
	sandbox: Sandbox;
	/** Every line of the log, for asserting what is not in it. */
	logLines: string[];
	/** A user of that role and a token that opens their session. */
	signIn(role: Role): Promise<{ userId: string; email: string; token: string }>;
	/** Calls a path; an object is sent as JSON. */
	call(method: string, path: string, options?: CallOptions): Promise<Answer>;
	[Symbol.asyncDispose](): Promise<void>;
}

export interface CallOptions {
	token?: string | undefined;
	body?: unknown;
	headers?: Record<string, string>;
	signal?: AbortSignal;
}

export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** The text as JSON; undefined where it is none. */
	// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came.
	json: any;
}

interface TestOptions {
	env?: Record<string, string>;
	pagesDir?: string;
	/** Starts without keys in the environment, as a newcomer does. */
	withoutKeys?: boolean;
}

/** The real server over an embedded database in memory, on a free port, with a sandbox as its provider. */
export async function startTestServer({ env = {}, pagesDir, withoutKeys }: TestOptions = {}): Promise<TestServer> {
	const sandbox = await createSandbox({ tokensPerSecond: 0 });
	const keys = {
		CUSTOM_BASE_URL: sandbox.baseUrl("custom"),
		OPENAI_API_KEY: "sk-test-openai-0123456789",
		OPENAI_BASE_URL: sandbox.baseUrl("openai"),
		ANTHROPIC_BASE_URL: sandbox.baseUrl("anthropic"),
	};
	const variables = {
		PORT: "0",
		ALLOW_PRIVATE_UPSTREAMS: "true",
		LOG_LEVEL: "debug",
		...(!withoutKeys && keys),
		...env,
	};
	const logLines: string[] = [];
	const log = createLog("debug", { write: (line) => void logLines.push(line) });
	const started = { ...parseEnv(variables), dataDir: null };
	// Without the clock: a sync at a whole minute would add models beneath a test.
	const server = await startServer(started, log, { pagesDir: pagesDir ?? "no-pages", clock: false });
	const close = async (graceMs?: number) => {
		await server.close(graceMs);
		await sandbox.close();
	};
	return {
		...server,
		sandbox,
		logLines,
		close,
		signIn: (role) => signIn(server, role),
		call: (method, path, options) => call(server.url + path, method, options),
		[Symbol.asyncDispose]: close,
	};
}

async function signIn({ door }: RunningServer, role: Role) {
	const { db } = door.opened;
	const userId = randomBytes(8).toString("hex");
	const token = randomBytes(32).toString("base64url");
	const email = `${userId}@example.com`;
	await db.insert(schema.users).values({ id: userId, email, name: userId, role, tierCode: "enterprise" });
	const id = createHash("sha256").update(token).digest("hex");
	await db.insert(schema.sessions).values({ id, userId, expiresAt: new Date(Date.now() + 3_600_000) });
	return { userId, email, token };
}

async function call(url: string, method: string, { token, body, headers, signal }: CallOptions = {}): Promise<Answer> {
	const response = await fetch(url, {
		method,
		redirect: "manual",
		signal: signal ?? null,
		headers: {
			...(token && { authorization: `Bearer ${token}` }),
			...(typeof body === "object" && { "content-type": "application/json" }),
			...headers,
		},
		...(body !== undefined && { body: typeof body === "object" ? JSON.stringify(body) : String(body) }),
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
