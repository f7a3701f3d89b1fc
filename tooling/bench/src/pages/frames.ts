import type { Page } from "playwright-core";
import { percentile } from "../load.ts";

/** Milliseconds between two frames of a page, over a while. */
export interface Frames {
	count: number;
	p50Ms: number;
	p95Ms: number;
	worstMs: number;
	/** Share of the frames under 17 ms, which is what 60 a second leave. */
	onTime: number;
	/** Processor time of the page's main thread, as a share of the time. */
	busy: number;
}

/** Runs in the page, as text: what a compiler adds to functions is not known there. */
const recordFrames = `
	globalThis.frameTimes = [];
	requestAnimationFrame(function step(now) {
		frameTimes.push(now);
		requestAnimationFrame(step);
	});
`;

/** Counts a page's frames while `during` lasts. */
export async function countFrames(page: Page, during: () => Promise<unknown>): Promise<Frames> {
	const session = await page.context().newCDPSession(page);
	// In the thread's own time: what else runs on the machine does not count.
	await session.send("Performance.enable", { timeDomain: "threadTicks" });
	const busySeconds = async () => {
		const { metrics } = await session.send("Performance.getMetrics");
		return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
	};
	await page.evaluate(recordFrames);
	const busyBefore = await busySeconds();
	const startedAt = performance.now();
	await during();
	const seconds = (performance.now() - startedAt) / 1000;
	const busy = ((await busySeconds()) - busyBefore) / seconds;
	const times = await page.evaluate<number[]>("frameTimes");
	const gaps = times
		.slice(1)
		.map((time, index) => time - (times[index] ?? time))
		.sort((a, b) => a - b);
	return {
		count: gaps.length,
		p50Ms: percentile(gaps, 0.5),
		p95Ms: percentile(gaps, 0.95),
		worstMs: gaps.at(-1) ?? Number.NaN,
		onTime: gaps.filter((gap) => gap < 17).length / Math.max(1, gaps.length),
		busy,
	};
}
