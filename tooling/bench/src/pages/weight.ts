import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions } from "playwright-core";

/** The scripts that a page fetches until it is quiet. */
export interface Weight {
	page: string;
	files: number;
	/** Each file compressed by itself with gzip, as it travels. */
	gzipBytes: number;
}

/** Opens a page with nothing cached, as on a first visit. */
export async function weigh(
	browser: Browser,
	url: string,
	page: string,
	options: BrowserContextOptions = {},
): Promise<Weight> {
	const context = await browser.newContext(options);
	const sizes: Promise<number>[] = [];
	const visit = await context.newPage();
	visit.on("response", (response) => {
		if (response.request().resourceType() !== "script") return;
		sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
	});
	await visit.goto(`${url}${page}`, { waitUntil: "networkidle" });
	const known = await Promise.all(sizes);
	await context.close();
	return { page, files: known.length, gzipBytes: known.reduce((sum, size) => sum + size, 0) };
}
