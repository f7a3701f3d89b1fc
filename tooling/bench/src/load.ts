import type { Target, Timing } from "./target.ts";

/** One target's answers under load. */
export interface LoadResult {
	name: string;
	answersPerSecond: number;
	firstTextP50Ms: number;
	firstTextP95Ms: number;
	totalP95Ms: number;
	/** Processor milliseconds of the target's process an answer; null where the kernel does not say. */
	cpuMsPerAnswer: number | null;
	failed: number;
	/** The first failure's message. */
	problem: string | null;
}

/** Asks `concurrency` at once, each caller again as soon as it has its answer, for `seconds` after a short warm-up. */
export async function measure(target: Target, concurrency: number, seconds: number): Promise<LoadResult> {
	await callers(target, concurrency, Math.min(2, seconds));
	const cpuBefore = target.child.cpuMs();
	const startedAt = performance.now();
	const { timings, problems } = await callers(target, concurrency, seconds);
	const elapsed = (performance.now() - startedAt) / 1000;
	const cpuAfter = target.child.cpuMs();
	const firstTexts = timings.map(({ firstTextMs }) => firstTextMs).sort(ascending);
	const totals = timings.map(({ totalMs }) => totalMs).sort(ascending);
	return {
		name: target.name,
		answersPerSecond: timings.length / elapsed,
		firstTextP50Ms: percentile(firstTexts, 0.5),
		firstTextP95Ms: percentile(firstTexts, 0.95),
		totalP95Ms: percentile(totals, 0.95),
		cpuMsPerAnswer:
			cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / Math.max(timings.length, 1),
		failed: problems.length,
		problem: problems[0] ?? null,
	};
}

const ascending = (a: number, b: number) => a - b;

/** Nearest rank, of numbers in ascending order; NaN of none. */
export function percentile(sorted: number[], share: number): number {
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** @param spreadMs over how long the callers' beginnings are spread, so that they do not stay in step */
export async function callers(target: Target, concurrency: number, seconds: number, spreadMs = 0) {
	const until = performance.now() + seconds * 1000;
	const timings: Timing[] = [];
	const problems: string[] = [];
	const caller = async (number: number) => {
		if (spreadMs > 0) await new Promise((resolve) => setTimeout(resolve, (spreadMs * number) / concurrency));
		for (let asked = 0; performance.now() < until; asked++) {
			try {
				timings.push(await target.ask(`Question ${number}-${asked}`));
			} catch (error) {
				problems.push(error instanceof Error ? error.message : String(error));
				// A target that refuses at once must not be asked in a tight loop.
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		}
	};
	await Promise.all(Array.from({ length: concurrency }, (_, number) => caller(number)));
	return { timings, problems };
}
