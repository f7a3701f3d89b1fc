import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";

/** Half as long as `axe.source`: a page takes as long to read it as axe to look at the page. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a rule found, and where. */
interface Violation {
	rule: string;
	where: string[];
}

/**
 * What axe finds on the page as it stands, by rule and place, with every rule; empty is clean. Our pages have no frames,
 * whose findings would have to be put together.
 */
export async function violations(page: Page): Promise<Violation[]> {
	const found = await examine(page);
	// What came or went while axe looked is half transparent: a second look finds what stays.
	return found.length > 0 ? examine(page) : found;
}

async function examine(page: Page): Promise<Violation[]> {
	await settle(page);
	// A document that has axe keeps it.
	if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
	return page.evaluate(async () => {
		const { run } = (window as unknown as { axe: typeof axe }).axe;
		const { violations } = await run(document, { resultTypes: ["violations"] });
		return violations.map(({ id, nodes }) => ({ rule: id, where: nodes.map(({ target }) => target.join(" ")) }));
	});
}

/** A colour on its way to another is none that anybody reads: what fades or moves comes to its end first. */
const settle = (page: Page) =>
	page.evaluate(async () => {
		await new Promise(requestAnimationFrame);
		const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
		await Promise.allSettled(ending.map(({ finished }) => finished));
	});
