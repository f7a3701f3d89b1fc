import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { request } from "undici";
import { freePort, startScript } from "./child.ts";
import type { Hub } from "./hub.ts";

const program = fileURLToPath(new URL("bare-server.ts", import.meta.url));

export interface CatalogResult {
	name: string;
	requestsPerSecond: number;
	p50Ms: number;
	p97_5Ms: number;
	failed: number;
}

/** What people and programs ask of the catalog. */
export const catalogQueries = {
	plain: "limit=100",
	filtered: "provider=openai&capability=tools&min_context=8000&sort=price&order=desc&limit=100",
};

/** A list of the catalog from the hub, and the same bytes from a bare Fastify route. */
export async function measureCatalog(
	hub: Hub,
	database: string,
	{ query, concurrency, seconds }: { query: string; concurrency: number; seconds: number },
) {
	const path = `/api/v1/llm/models?${query}`;
	const folder = await mkdtemp(join(tmpdir(), "llm-hub-catalog-"));
	const file = join(folder, "models.json");
	const answer = await request(`${hub.url}${path}`);
	const bytes = Buffer.from(await answer.body.arrayBuffer());
	await writeFile(file, bytes);
	const port = await freePort();
	const bare = await startScript(program, [String(port), "unused", file], { readyUrl: `http://127.0.0.1:${port}/` });
	try {
		const fire = (name: string, url: string) => cannonade(name, url, concurrency, seconds);
		return {
			bytes: bytes.length,
			models: (JSON.parse(bytes.toString()) as unknown[]).length,
			results: [
				await fire("bare Fastify route", `http://127.0.0.1:${port}/models`),
				await fire(`LLM Hub, REST, ${database}`, `${hub.url}${path}`),
			],
		};
	} finally {
		await bare.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

async function cannonade(name: string, url: string, connections: number, duration: number): Promise<CatalogResult> {
	await autocannon({ url, connections, duration: Math.min(2, duration) });
	const result = await autocannon({ url, connections, duration });
	return {
		name,
		requestsPerSecond: result.requests.average,
		p50Ms: result.latency.p50,
		p97_5Ms: result.latency.p97_5,
		failed: result.non2xx + result.errors,
	};
}
