import { setTimeout as delay } from "node:timers/promises";
import { callers, inTurn, median, percentile } from "./load.ts";
import type { Target } from "./target.ts";

/** Tokens a second of each stream: a usual model's pace. */
export const paceOfStreams = 40;
/** How long an answer of the sandbox takes at that pace, about. */
const answerMs = 3_000;

export interface PacedResult {
	name: string;
	firstTextP50Ms: number;
	firstTextP95Ms: number;
	/** What each open stream holds of its process's memory; null for a process that is not Node's. */
	heldKbPerStream: number | null;
	/** Resident memory that each open stream added; null where the kernel does not say. */
	residentKbPerStream: number | null;
	failed: number;
}

/** In how many turns: resident memory rises by leaps, and one turn may fall on a leap. */
export const pacedTurns = 3;

/** Keeps `streams` open at a model's pace: when the first words come, and what an open stream weighs; medians of turns. */
export async function measurePaced(
	targets: readonly Target[],
	{ streams, seconds }: { streams: number; seconds: number },
): Promise<PacedResult[]> {
	// As many streams before: what the process keeps for the first hundred is not what one more costs.
	for (const target of targets) await callers(target, streams, answerMs / 1000, answerMs);
	const measured = await inTurn(targets, pacedTurns, (target) => measureOnce(target, streams, seconds));
	// Apart from the times, as a process that collects its garbage answers nobody.
	const held = await inTurn(targets, pacedTurns, (target) => heldOnce(target, streams));
	return measured.map((results, place) => {
		return {
			name: targets[place]?.name ?? "",
			firstTextP50Ms: median(results.map(({ firstTextP50Ms }) => firstTextP50Ms)),
			firstTextP95Ms: median(results.map(({ firstTextP95Ms }) => firstTextP95Ms)),
			heldKbPerStream: knownMedian(held[place] ?? []),
			residentKbPerStream: knownMedian(results.map(({ residentKbPerStream }) => residentKbPerStream)),
			failed: results.reduce((sum, { failed }) => sum + failed, 0),
		};
	});
}

const knownMedian = (figures: readonly (number | null)[]): number | null =>
	figures.some((figure) => figure === null) ? null : median(figures.flatMap((figure) => figure ?? []));

async function heldOnce(target: Target, streams: number): Promise<number | null> {
	await delay(1_000);
	const idleKb = await target.child.heldKb();
	if (idleKb === null) return null;
	const running = callers(target, streams, (2 * answerMs) / 1000, answerMs);
	try {
		// All have begun by then, and whoever had an answer asks again.
		await delay(answerMs + 1_000);
		const heldKb = (await target.child.heldKb()) ?? Number.NaN;
		return (heldKb - idleKb) / streams;
	} finally {
		await running;
	}
}

type Turn = Omit<PacedResult, "heldKbPerStream">;

async function measureOnce(target: Target, streams: number, seconds: number): Promise<Turn> {
	await delay(1_000);
	const idleKb = target.child.residentKb();
	const running = callers(target, streams, seconds + answerMs / 1000, answerMs);
	let mostKb = 0;
	for (let second = 0; second < seconds; second++) {
		await delay(1_000);
		mostKb = Math.max(mostKb, target.child.residentKb() ?? 0);
	}
	const { timings, problems } = await running;
	const firstTexts = timings.map(({ firstTextMs }) => firstTextMs).sort((a, b) => a - b);
	return {
		name: target.name,
		firstTextP50Ms: percentile(firstTexts, 0.5),
		firstTextP95Ms: percentile(firstTexts, 0.95),
		residentKbPerStream: idleKb === null ? null : Math.max(0, mostKb - idleKb) / streams,
		failed: problems.length,
	};
}
