import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions } from "playwright-core";

interface Scripts {
	files: number;
	/** Each file compressed by itself with gzip, as it travels. */
	gzipBytes: number;
}

/** The scripts of a first visit. */
export interface Weight {
	page: string;
	/** Asked for before what the page is there for was on the screen. */
	untilReady: Scripts;
	/** Asked for from then on until the page was quiet. */
	afterwards: Scripts;
}

interface Visit {
	page: string;
	/** Selects what the page is there for. */
	ready: string;
	options?: BrowserContextOptions;
}

/** Opens a page with nothing cached, as on a first visit. */
export async function weigh(browser: Browser, url: string, { page, ready, options = {} }: Visit): Promise<Weight> {
	const context = await browser.newContext(options);
	const sizes = new Map<string, Promise<number>>();
	const visit = await context.newPage();
	// Runs in the page, as text: what a compiler adds to functions is not known there.
	await visit.addInitScript({
		content: `requestAnimationFrame(function look() {
			if (document.querySelector(${JSON.stringify(ready)})) performance.mark("ready");
			else requestAnimationFrame(look);
		})`,
	});
	visit.on("response", (response) => {
		if (response.request().resourceType() !== "script") return;
		sizes.set(
			response.url(),
			response.body().then((body) => gzipSync(body, { level: 9 }).length),
		);
	});
	await visit.goto(`${url}${page}`, { waitUntil: "networkidle" });
	const early = await visit.evaluate(() => {
		const readyAt = performance.getEntriesByName("ready")[0]?.startTime;
		if (readyAt === undefined) return null;
		return performance.getEntriesByType("resource").flatMap(({ name, startTime }) => (startTime < readyAt ? name : []));
	});
	if (early === null) throw new Error(`${page} was quiet before it showed ${ready}.`);
	const known = await Promise.all([...sizes].map(async ([name, size]) => ({ name, size: await size })));
	await context.close();
	const sumOf = (scripts: typeof known): Scripts => ({
		files: scripts.length,
		gzipBytes: scripts.reduce((sum, { size }) => sum + size, 0),
	});
	return {
		page,
		untilReady: sumOf(known.filter(({ name }) => early.includes(name))),
		afterwards: sumOf(known.filter(({ name }) => !early.includes(name))),
	};
}
