import { launchChromium } from "@llm-hub/vitest/chromium";
import type { Browser, BrowserContextOptions } from "playwright-core";
import type { Hub } from "../hub.ts";
import { figure, ratio, table } from "../table.ts";
import { type FanOut, follow, startGroup } from "./fan-out.ts";
import { countFrames } from "./frames.ts";
import { weigh } from "./weight.ts";

const panels = 8;
const tokensPerSecond = 200;
const seconds = 12;
const models = [
	"openai/gpt-4o-mini",
	"openai/gpt-4o",
	"openai/gpt-4.1-nano",
	"openai/gpt-4.1-mini",
	"openai/gpt-4.1",
	"openai/o3-mini",
	"openai/o4-mini",
	"openai/gpt-4-turbo",
].slice(0, panels);
const tokens = tokensPerSecond * seconds;
const prompt = `Stream at a set pace: sandbox:pace=${tokensPerSecond},tokens=${tokens}`;

/** What the pages weigh, how they keep up with eight streams, and what one connection for all of them saves. */
export async function measurePages(hub: Hub): Promise<void> {
	const browser = await launchChromium();
	try {
		await weights(browser, hub);
		await frames(browser, hub);
		await fanOut(hub);
	} finally {
		await browser.close();
	}
}

const signedIn = ({ token }: Hub): BrowserContextOptions => ({
	viewport: { width: 1440, height: 900 },
	extraHTTPHeaders: { authorization: `Bearer ${token}` },
});

async function weights(browser: Browser, hub: Hub): Promise<void> {
	const pages = [
		await weigh(browser, hub.url, { page: "/sign-in", ready: 'button[type="submit"]' }),
		await weigh(browser, hub.url, { page: "/admin/llm-hub/catalog", ready: '[role="table"] [role="row"] a' }),
		await weigh(browser, hub.url, {
			page: "/admin/llm-hub/testing",
			ready: "main textarea, main .cm-content",
			options: signedIn(hub),
		}),
	];
	console.log(
		"\nScripts of a first visit: until the page shows what it is there for, and from then on until it is quiet\n",
	);
	const rows = pages.map(({ page, untilReady, afterwards }) => [
		page,
		figure(untilReady.gzipBytes / 1000),
		String(untilReady.files),
		figure(afterwards.gzipBytes / 1000),
		String(afterwards.files),
	]);
	console.log(table(["", "until ready, kB gzip", "files", "afterwards, kB gzip", "files"], rows));
}

async function frames(browser: Browser, hub: Hub): Promise<void> {
	const page = await browser.newPage(signedIn(hub));
	const runIds = await startGroup(hub, models, prompt, tokens);
	await page.goto(`${hub.url}/admin/llm-hub/testing?runs=${runIds.join(",")}`);
	const streaming = page.getByRole("status").filter({ hasText: "answering" });
	await streaming.nth(panels - 1).waitFor();
	const result = await countFrames(page, () => page.waitForTimeout((seconds - 6) * 1000));
	const stillStreaming = await streaming.count();
	await page.close();
	console.log(`\nFrames of the lab while ${stillStreaming} panels stream at ${tokensPerSecond} tokens a second each\n`);
	const { count, p50Ms, p95Ms, worstMs, onTime, busy } = result;
	const percent = (share: number) => `${figure(share * 100)} %`;
	const row = ["", figure(p50Ms), figure(p95Ms), figure(worstMs), percent(onTime), percent(busy), String(count)];
	console.log(table(["", "p50 ms", "p95 ms", "worst ms", "under 17 ms", "thread CPU", "frames"], [row]));
}

async function fanOut(hub: Hub): Promise<void> {
	const results: FanOut[] = [];
	for (const together of [false, true]) {
		results.push(await follow(hub, await startGroup(hub, models, prompt, tokens), together));
	}
	console.log(`\n${panels} runs of ${tokens} tokens at ${tokensPerSecond} a second, followed\n`);
	const rows = results.map(({ name, connections, bytes, cpuMs }) => [
		name,
		String(connections),
		figure(bytes / 1000),
		ratio(bytes, results[0]?.bytes),
		figure(cpuMs),
		ratio(cpuMs ?? Number.NaN, results[0]?.cpuMs ?? undefined),
	]);
	console.log(table(["", "connections", "kB", "ratio", "server CPU ms", "ratio"], rows));
}
