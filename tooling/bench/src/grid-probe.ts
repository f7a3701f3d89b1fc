import type { Page } from "playwright-core";

/** Runs before a page's own scripts: notes when its first rows are painted. ms since the navigation began. */
export async function watchFirstRows(page: Page, rowSelector: string): Promise<void> {
	// The TypeScript loader names functions through a helper that a page does not have.
	await page.addInitScript({ content: "globalThis.__name ??= (named) => named" });
	await page.addInitScript((selector) => {
		const look = () => {
			if (document.querySelectorAll(selector).length < 10) return requestAnimationFrame(look);
			// A frame later they are on the screen, and the main thread was free to draw it.
			return requestAnimationFrame(() => performance.mark("rows"));
		};
		requestAnimationFrame(look);
	}, rowSelector);
}

/** ms from the navigation to the first rows on the screen. */
export async function timeToRows(page: Page): Promise<number> {
	await page.waitForFunction(() => performance.getEntriesByName("rows").length > 0, undefined, { timeout: 60_000 });
	return page.evaluate(() => performance.getEntriesByName("rows")[0]?.startTime ?? Number.NaN);
}

/** Scrolls a list by half a screen a frame, down and up again, and returns what each frame took, ms. */
export const scrollFrames = (page: Page, scrollerSelector: string, frames: number): Promise<number[]> =>
	page.evaluate(
		async ([selector, count]) => {
			const scroller = document.querySelector(selector);
			if (!scroller) throw new Error(`There is no ${selector}.`);
			const taken: number[] = [];
			let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
			for (let frame = 0; frame < count; frame++) {
				scroller.scrollTop += (frame < count / 2 ? 1 : -1) * (scroller.clientHeight / 2);
				const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
				taken.push(now - last);
				last = now;
			}
			return taken;
		},
		[scrollerSelector, frames] as const,
	);

/** Types into the catalog's search, key by key, and returns what each took until its rows were painted, ms. */
export const keystrokes = (page: Page, text: string): Promise<number[]> =>
	page.evaluate(async (typed) => {
		const search = document.querySelector<HTMLInputElement>('input[type="search"]');
		const table = document.querySelector('[role="table"]');
		const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
		if (!search || !table || !put) throw new Error("The catalog has no search.");
		const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
		const taken: number[] = [];
		for (let length = 1; length <= typed.length; length++) {
			const answered = new Promise<void>((resolve) => {
				let wasBusy = false;
				const watch = new MutationObserver(() => {
					const isBusy = table.getAttribute("aria-busy") === "true";
					if (wasBusy && !isBusy) {
						watch.disconnect();
						resolve();
					}
					wasBusy ||= isBusy;
				});
				watch.observe(table, { attributes: true, attributeFilter: ["aria-busy"] });
			});
			const startedAt = performance.now();
			put.call(search, typed.slice(0, length));
			search.dispatchEvent(new Event("input", { bubbles: true }));
			await answered;
			await frame();
			taken.push(performance.now() - startedAt);
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		return taken;
	}, text);
