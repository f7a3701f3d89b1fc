import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox, type ProviderName, type SandboxModel } from "@llm-hub/sandbox";
import { launchChromium } from "@llm-hub/vitest/chromium";
import type { Page } from "playwright-core";
import { fetch } from "undici";
import { build, preview } from "vite";
import { keystrokes, scrollFrames, timeToRows, watchFirstRows } from "./grid-probe.ts";
import { startHub } from "./hub.ts";

const pageFolder = fileURLToPath(new URL("grid-page", import.meta.url));
const loads = 5;
const frames = 120;

export interface GridResult {
	name: string;
	/** Medians, ms. */
	timeToRowsMs: number;
	frameP50Ms: number;
	frameP95Ms: number;
	/** Null where the page has no search. */
	keystrokeMs: number | null;
}

const listed = (index: number): SandboxModel => ({
	id: `vendor-${index % 60}/model-${index}-instruct`,
	displayName: `Model ${index} Instruct`,
	contextLength: 8_000 * (1 + (index % 60)),
	maxOutputTokens: 4_000,
	capabilities: ["chat", "tools"],
	inputPer1M: String(((index % 70) + 1) / 4),
	outputPer1M: "8",
	createdAt: "2026-01-15T00:00:00Z",
});

/** The catalog's page with so many models, and the same rows in MUI's grid as it comes. In one Chromium, in turn. */
export async function measureGrid(models: number, withBare: boolean): Promise<GridResult[]> {
	// No listing of a provider may be longer than 20,000.
	const providers: ProviderName[] = models > 20_000 ? ["openai", "groq", "mistral"] : ["openai"];
	const each = Math.ceil(models / providers.length);
	const sandbox = await createSandbox({
		tokensPerSecond: 0,
		models: Array.from({ length: each }, (_, index) => listed(index)),
	});
	const env = Object.fromEntries(
		providers.flatMap((type) => [
			[`${type.toUpperCase()}_BASE_URL`, sandbox.baseUrl(type)],
			[`${type.toUpperCase()}_API_KEY`, "sk-test-bench-0123456789"],
		]),
	);
	const hub = await startHub({ apiKey: "sk-test-bench-0123456789", baseUrl: sandbox.baseUrl("openai") }, null, env);
	const browser = await launchChromium();
	const folder = await mkdtemp(join(tmpdir(), "llm-hub-grid-"));
	try {
		const headers = { authorization: `Bearer ${hub.token}` };
		const synced = await fetch(`${hub.url}/api/v1/llm/models/refresh`, { method: "POST", headers });
		if (!synced.ok) throw new Error(`The models were not listed: status ${synced.status}.`);
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		const results = [
			await measurePage(page, `LLM Hub, ${models.toLocaleString("en-US")} models`, {
				url: `${hub.url}/admin/llm-hub/catalog`,
				row: '[role="table"] [role="row"]:has(a)',
				scroller: '[role="table"]',
				hasSearch: true,
			}),
		];
		if (!withBare) return results;
		const rows = [];
		for (let offset = 0; offset < models; offset += 1_000) {
			const answer = await fetch(`${hub.url}/api/v1/llm/models?provider=openai&limit=1000&offset=${offset}`);
			rows.push(...((await answer.json()) as unknown[]));
		}
		await build({ root: pageFolder, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
		await writeFile(join(folder, "rows.json"), JSON.stringify(rows));
		const server = await preview({
			root: pageFolder,
			build: { outDir: folder },
			preview: { port: 0 },
			logLevel: "error",
		});
		const bare = await measurePage(
			await browser.newPage({ viewport: { width: 1440, height: 900 } }),
			"bare MUI DataGrid, 100 a page",
			{
				url: server.resolvedUrls?.local[0] ?? "",
				row: ".MuiDataGrid-row",
				scroller: ".MuiDataGrid-virtualScroller",
				hasSearch: false,
			},
		);
		await server.close();
		return [bare, ...results];
	} finally {
		await browser.close();
		await hub.stop();
		await sandbox.close();
		await rm(folder, { recursive: true, force: true });
	}
}

interface Place {
	url: string;
	row: string;
	scroller: string;
	hasSearch: boolean;
}

async function measurePage(page: Page, name: string, { url, row, scroller, hasSearch }: Place): Promise<GridResult> {
	await watchFirstRows(page, row);
	const times: number[] = [];
	for (let load = 0; load <= loads; load++) {
		await page.goto(url);
		const time = await timeToRows(page);
		// The first one fills the caches of server and browser.
		if (load > 0) times.push(time);
	}
	const taken = await scrollFrames(page, scroller, frames);
	const typed = hasSearch ? await keystrokes(page, "model-42-inst") : [];
	return {
		name,
		timeToRowsMs: quantile(times, 0.5),
		frameP50Ms: quantile(taken, 0.5),
		frameP95Ms: quantile(taken, 0.95),
		keystrokeMs: typed.length === 0 ? null : quantile(typed, 0.5),
	};
}

function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
