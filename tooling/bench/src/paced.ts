import { setTimeout as delay } from "node:timers/promises";
import { callers, percentile } from "./load.ts";
import type { Target } from "./target.ts";

/** Tokens a second of each stream: a usual model's pace. */
export const paceOfStreams = 40;
/** How long an answer of the sandbox takes at that pace, about. */
const answerMs = 3_000;

export interface PacedResult {
	name: string;
	firstTextP50Ms: number;
	firstTextP95Ms: number;
	/** Resident memory that each open stream added; null where the kernel does not say. */
	kbPerStream: number | null;
	failed: number;
}

/** Keeps `streams` open at a model's pace: when the first words come, and what an open stream weighs. */
export async function measurePaced(target: Target, streams: number, seconds: number): Promise<PacedResult> {
	// As many streams before: what the process keeps for the first hundred is not what one more costs.
	await callers(target, streams, answerMs / 1000, answerMs);
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
		kbPerStream: idleKb === null ? null : Math.max(0, mostKb - idleKb) / streams,
		failed: problems.length,
	};
}
