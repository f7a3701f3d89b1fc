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

/** How long a target is asked before it is measured. */
const warmUpSeconds = 4;

/**
 * Asks `concurrency` at once, each caller again as soon as it has its answer. The targets are measured in turn, in
 * rounds, so that what else the machine does falls on all of them; what is told of each is the median of its rounds.
 * @param seconds of each target in all, after a warm-up
 */
export async function measureInTurn(
	targets: readonly Target[],
	{ concurrency, seconds, rounds }: { concurrency: number; seconds: number; rounds: number },
): Promise<LoadResult[]> {
	for (const target of targets) await callers(target, concurrency, Math.min(warmUpSeconds, seconds));
	const measured = await inTurn(targets, rounds, (target) => measure(target, concurrency, seconds / rounds));
	return measured.map(medianOf);
}

/** Measures each target once a round. @returns of each target, in their order, what its rounds gave */
export async function inTurn<Result>(
	targets: readonly Target[],
	rounds: number,
	measureOnce: (target: Target) => Promise<Result>,
): Promise<Result[][]> {
	const results = targets.map((): Result[] => []);
	for (let round = 0; round < rounds; round++) {
		for (const [place, target] of targets.entries()) results[place]?.push(await measureOnce(target));
	}
	return results;
}

async function measure(target: Target, concurrency: number, seconds: number): Promise<LoadResult> {
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

/** The middle one; of an even number the lower of the two. */
export const median = (figures: readonly number[]): number => percentile(figures.toSorted(ascending), 0.5);

/** Each figure's median; failures are added up. */
export function medianOf(rounds: readonly LoadResult[]): LoadResult {
	const [first] = rounds;
	if (!first) throw new Error("Nothing was measured.");
	const middle = (figureOf: (result: LoadResult) => number) => median(rounds.map(figureOf));
	return {
		name: first.name,
		answersPerSecond: middle((round) => round.answersPerSecond),
		firstTextP50Ms: middle((round) => round.firstTextP50Ms),
		firstTextP95Ms: middle((round) => round.firstTextP95Ms),
		totalP95Ms: middle((round) => round.totalP95Ms),
		cpuMsPerAnswer: first.cpuMsPerAnswer === null ? null : middle((round) => round.cpuMsPerAnswer ?? Number.NaN),
		failed: rounds.reduce((sum, { failed }) => sum + failed, 0),
		problem: rounds.find(({ problem }) => problem !== null)?.problem ?? null,
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
