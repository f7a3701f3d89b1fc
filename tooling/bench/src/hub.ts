import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { post, timeStream } from "./ask.ts";
import { type Child, freePort, startChild } from "./child.ts";
import { createDatabase } from "./database.ts";
import type { Upstream } from "./sandbox.ts";
import { maxTokens, model, type Target } from "./target.ts";

const builtServer = fileURLToPath(new URL("../../../apps/server/dist/main.js", import.meta.url));

/** The built LLM Hub, signed in as its admin, with the sandbox as OpenAI. */
export interface Hub {
	url: string;
	token: string;
	child: Child;
	/** Its PostgreSQL database; null is embedded. */
	databaseUrl: string | null;
	stop(): Promise<void>;
}

/** Starts it over an embedded database, or over one of its own on the PostgreSQL server of `postgresUrl`. */
export async function startHub(
	upstream: Pick<Upstream, "apiKey" | "baseUrl">,
	postgresUrl: string | null,
	more: Record<string, string> = {},
): Promise<Hub> {
	if (!existsSync(builtServer)) throw new Error("The server is not built: npm run bench builds it first.");
	const dataDir = await mkdtemp(join(tmpdir(), "llm-hub-bench-"));
	const database = postgresUrl ? await createDatabase(postgresUrl) : null;
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const account = { email: "bench@example.com", password: randomBytes(16).toString("hex") };
	const env = {
		PORT: String(port),
		HOST: "127.0.0.1",
		PUBLIC_URL: url,
		DATA_DIR: dataDir,
		DATABASE_URL: database?.url ?? "",
		ENCRYPTION_KEYS: database ? `bench:${randomBytes(32).toString("base64")}` : "",
		ADMIN_EMAIL: account.email,
		ADMIN_PASSWORD: account.password,
		OPENAI_API_KEY: upstream.apiKey,
		OPENAI_BASE_URL: upstream.baseUrl,
		ALLOW_PRIVATE_UPSTREAMS: "true",
		RATE_LIMIT_RUNS: "1000000",
		LOG_LEVEL: "warn",
		NODE_ENV: "production",
		...more,
	};
	const cleanUp = async () => {
		await rm(dataDir, { recursive: true, force: true });
		await database?.drop();
	};
	try {
		const child = await startChild(process.execPath, [builtServer], { env, readyUrl: `${url}/readyz` });
		const stop = async () => {
			await child.stop();
			await cleanUp();
		};
		return { url, token: await signIn(url, account), child, databaseUrl: database?.url ?? null, stop };
	} catch (error) {
		await cleanUp();
		throw error;
	}
}

/** The two doors of a streamed lab run: REST, and the tRPC mutation with the subscription that follows it. */
export function hubTargets(hub: Hub, database: string): Target[] {
	const messages = (prompt: string) => [{ role: "user", content: prompt }];
	const modelId = `openai/${model}`;
	// The hub itself is shared, and stopped by whoever started it.
	const shared = { child: hub.child, stop: async () => {} };
	return [
		{
			...shared,
			name: `LLM Hub, REST, ${database}`,
			ask: (prompt) => {
				const startedAt = performance.now();
				const body = { model_id: modelId, messages: messages(prompt), max_tokens: maxTokens, stream: true };
				const question = { url: `${hub.url}/api/v1/llm/test`, token: hub.token, body };
				return timeStream(startedAt, question, { firstText: /"content":"[^"]/, end: '"done":true' });
			},
		},
		{
			...shared,
			name: `LLM Hub, tRPC, ${database}`,
			ask: async (prompt) => {
				const startedAt = performance.now();
				const start = { modelId, messages: messages(prompt), parameters: { maxTokens } };
				const started = await post(`${hub.url}/trpc/testing.start`, hub.token, start);
				const answer = await started.body.text();
				if (started.statusCode !== 200) throw new Error(`Status ${started.statusCode}: ${answer.slice(0, 300)}`);
				const { runId } = (JSON.parse(answer) as { result: { data: { runId: string } } }).result.data;
				const input = encodeURIComponent(JSON.stringify({ runId }));
				const question = { url: `${hub.url}/trpc/testing.events?input=${input}`, token: hub.token };
				return timeStream(startedAt, question, { firstText: /"text":"[^"]/, end: '"type":"done"' });
			},
		},
	];
}

/** @returns the session token */
export async function signIn(url: string, account: { email: string; password: string }): Promise<string> {
	const response = await post(`${url}/api/v1/auth/login`, "", account);
	const answer = (await response.body.json()) as { token?: string };
	if (!answer.token) throw new Error(`Could not sign in to the measured server: status ${response.statusCode}.`);
	return answer.token;
}
