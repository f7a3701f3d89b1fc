import type { RouterOutputs } from "@llm-hub/api/types";
import { formatDuration, formatUsd } from "@/lib/format.ts";
import { unitOnce } from "../unit-once.ts";

export type Suite = RouterOutputs["testing"]["suites"]["byId"];
export type SuiteProgress = RouterOutputs["testing"]["suites"]["list"]["suites"][number];
export type ModelFigures = Suite["matrix"]["models"][number];
export type Figures = Omit<ModelFigures, "modelId">;
export type Cell = Suite["cellList"][number];

type Progress = Pick<Suite, "state" | "states" | "stop">;
type Look = "good" | "waiting" | "off" | "bad";

/** Something of it may still change by itself. */
export const isLive = ({ state, states }: Pick<Suite, "state" | "states">): boolean =>
	state === "running" || states.running > 0;

/** The suite as the answer to a change has it, unless an event overtook that, which may have been the last one. */
export const newerOf = <Known extends Pick<Suite, "lastEventId">>(known: Known | undefined, answer: Known): Known =>
	known && Number(known.lastEventId) >= Number(answer.lastEventId) ? known : answer;

/** What the cells are that have not begun. */
export const pendingWord = (suite: Pick<Suite, "state" | "states">): string => (isLive(suite) ? "to come" : "not run");

/** Cells that came to an end, however. */
export const endedOf = ({ states }: Pick<Suite, "states">): number => states.done + states.failed + states.cancelled;

/** What ended without an answer: `2 failed`, `1 stopped`, `2 failed, 1 stopped`; empty where nothing did. */
export const unansweredOf = ({ failed, cancelled }: Suite["states"]): string =>
	[...(failed > 0 ? [`${failed} failed`] : []), ...(cancelled > 0 ? [`${cancelled} stopped`] : [])].join(", ");

/** A suite's state in words. */
export function stateOf({ state, states, stop }: Progress): { look: Look; words: string } {
	if (state === "running") return { look: "waiting", words: "running" };
	if (states.running > 0) return { look: "waiting", words: "stopping" };
	if (state === "cancelled") return { look: "off", words: "cancelled" };
	if (state === "stopped") {
		const why = { cap: "cap reached", quota: "quota used up", owner: "owner may not spend" } as const;
		return { look: "bad", words: stop ? why[stop.kind] : "stopped" };
	}
	const unanswered = unansweredOf(states);
	return unanswered ? { look: "bad", words: `done, ${unanswered}` } : { look: "good", words: "done" };
}

/** What was spent, with what of it is unknown. */
export function spentOf({ spentUsd, unpriced }: Pick<Suite, "spentUsd" | "unpriced">): string {
	if (unpriced === 0) return formatUsd(spentUsd);
	return Number(spentUsd) === 0 ? "unknown" : `${formatUsd(spentUsd)} + ${unpriced} unknown`;
}

const percent = (share: number): number => Math.round(share * 100);

/** `67 % (21 to 94 %)`; what no check judged has no rate. */
export function passRateOf({ passRate }: Figures): string {
	if (passRate === null) return "not judged";
	return `${percent(passRate.value)} % (${percent(passRate.low)} to ${percent(passRate.high)} %)`;
}

/** What a pass cost; words where there is no such number. */
export function costPerPassOf({ costPerPassUsd, unpriced, judged, passed }: Figures): string {
	if (costPerPassUsd !== null) return formatUsd(costPerPassUsd);
	if (judged === 0) return "–";
	if (unpriced > 0) return "unknown";
	return passed === 0 ? "no pass" : "unknown";
}

/** The same as part of a sentence: `$0.0021 a pass`, `no pass`. */
export function costOfPassOf(figures: Figures): string {
	const words = costPerPassOf(figures);
	if (figures.costPerPassUsd !== null) return `${words} a pass`;
	return words === "unknown" ? "cost per pass unknown" : words;
}

/** The 95th percentile of few answers is hardly more than the slowest: then the whole range is said. */
const fewAnswers = 20;

/** `1.20 s (1.05 to 1.40 s)`: the median and the spread. */
export function spreadOf(spread: Figures["latencyMs"]): string {
	if (spread === null) return "–";
	const { n, p50, p95, min, max } = spread;
	if (n === 1) return formatDuration(p50);
	const range =
		n < fewAnswers ? unitOnce(formatDuration(min), " to ", formatDuration(max)) : `p95 ${formatDuration(p95)}`;
	return `${formatDuration(p50)} (${range})`;
}

/** What the totals of a model are called, in words. */
export const totalsOf = (figures: Figures): [name: string, words: string][] => [
	["Pass rate", passRateOf(figures)],
	["Cost per pass", costPerPassOf(figures)],
	["Latency", spreadOf(figures.latencyMs)],
	["First token", spreadOf(figures.ttftMs)],
	["Spent", spentOf({ spentUsd: figures.costUsd, unpriced: figures.unpriced })],
];

export const sorts = ["best", "cheapest", "fastest"] as const;
export type Sort = (typeof sorts)[number];

const orUnknown = (value: string | number | null | undefined): number =>
	value === null || value === undefined ? Number.POSITIVE_INFINITY : Number(value);

const ranks: Record<Sort, (figures: Figures) => number[]> = {
	best: (figures) => [-(figures.passRate?.value ?? -1), orUnknown(figures.costPerPassUsd)],
	cheapest: (figures) => [orUnknown(figures.costPerPassUsd), -(figures.passRate?.value ?? -1)],
	fastest: (figures) => [orUnknown(figures.latencyMs?.p50)],
};

/** The models in the order that was asked for; what is unknown comes last. */
export function sortModels<Model extends Figures>(models: readonly Model[], sort: Sort): Model[] {
	const rank = ranks[sort];
	return models.toSorted((one, other) => {
		const [a, b] = [rank(one), rank(other)];
		const differs = a.findIndex((value, index) => value !== b[index]);
		return differs < 0 ? 0 : (a[differs] ?? 0) < (b[differs] ?? 0) ? -1 : 1;
	});
}

/** Answers before which nobody can say how long the rest takes. */
const leastForEta = 3;

/**
 * Milliseconds until the last cell ends: what is left of each model times its median so far, over as many as run at once.
 * Null where too little is known, or where it waits.
 */
export function remainingMs({ state, states, waitsUntil, concurrency, matrix }: Suite): number | null {
	if (state !== "running" || waitsUntil !== null || states.done < leastForEta) return null;
	let total = 0;
	for (const { states: own, latencyMs } of matrix.models) {
		const left = own.pending + own.running;
		if (left === 0) continue;
		if (latencyMs === null) return null;
		total += left * latencyMs.p50;
	}
	return total / concurrency;
}
