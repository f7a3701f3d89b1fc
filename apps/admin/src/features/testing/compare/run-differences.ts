import type { RouterOutputs } from "@llm-hub/api/types";
import { formatCount, formatDuration, formatUsd } from "@/lib/format.ts";
import { finishWords } from "../finish-words.ts";
import { wasMetered } from "../run-state.ts";
import { formatSpeed, speedOf } from "../speed.ts";
import { subtractDecimals } from "./decimal.ts";

export type ComparedRun = RouterOutputs["testing"]["byId"];

/** A line of the comparison: both sides in words, and whether they differ. */
export interface ComparedLine {
	label: string;
	sides: [string, string];
	isDifferent: boolean;
	/** The second less the first, with its sign; null where one is not known. */
	difference: string | null;
}

const signed = (value: number, format: (size: number) => string): string => {
	if (value === 0) return "the same";
	return `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;
};

/** What stands where a run has no such figure: one that failed before it was metered has none, else it is not known. */
const absent = (run: ComparedRun): string => (run.status === "failed" && !wasMetered(run) ? "none" : "unknown");

function line<Value extends number | string>(
	label: string,
	[a, b]: [ComparedRun, ComparedRun],
	valueIn: (run: ComparedRun) => Value | null,
	format: (value: Value) => string,
	differenceOf: (first: Value, second: Value) => string,
): ComparedLine {
	const [first, second] = [valueIn(a), valueIn(b)];
	const wordOf = (run: ComparedRun, value: Value | null) => (value === null ? absent(run) : format(value));
	const difference = first === null || second === null ? null : differenceOf(first, second);
	return { label, sides: [wordOf(a, first), wordOf(b, second)], isDifferent: first !== second, difference };
}

const wholeSpeed = (run: ComparedRun): number | null => {
	const speed = speedOf(run);
	return speed === null ? null : Math.round(speed);
};

/** What the two took and cost. A cost that is not known is unknown, and so is its difference. */
export function figureLines(a: ComparedRun, b: ComparedRun): ComparedLine[] {
	const numbers = (label: string, of: (run: ComparedRun) => number | null, format: (value: number) => string) =>
		line(label, [a, b], of, format, (first, second) => signed(second - first, format));
	return [
		line(
			"Cost",
			[a, b],
			({ costUsd }) => costUsd,
			formatUsd,
			(first, second) => {
				const usd = subtractDecimals(second, first);
				return signed(Number(usd), () => formatUsd(usd.replace("-", "")));
			},
		),
		numbers("First token", ({ ttftMs }) => ttftMs, formatDuration),
		numbers("Total time", ({ latencyMs }) => latencyMs, formatDuration),
		numbers("Speed", wholeSpeed, formatSpeed),
		numbers("Tokens in", ({ inputTokens }) => inputTokens, formatCount),
		numbers("Tokens out", ({ outputTokens }) => outputTokens, formatCount),
	];
}

const words: Record<string, string> = {
	temperature: "Temperature",
	maxTokens: "Max tokens",
	topP: "Top P",
	stop: "Stop",
	seed: "Seed",
	reasoningEffort: "Reasoning effort",
	jsonSchema: "JSON schema",
	tools: "Tools",
	costCapUsd: "Cost cap, USD",
};
const shown = (value: unknown): string =>
	value === undefined ? "not set" : typeof value === "string" ? value : JSON.stringify(value);

const endOf = ({ finishReason, status }: ComparedRun): string =>
	finishReason === null ? status : finishWords(finishReason);

/** What was set in either; the model first. */
export function settingLines(a: ComparedRun, b: ComparedRun): ComparedLine[] {
	const of = (label: string, first: unknown, second: unknown): ComparedLine => {
		const sides: [string, string] = [shown(first), shown(second)];
		return { label, sides, isDifferent: sides[0] !== sides[1], difference: null };
	};
	const parameters = Object.entries(words).flatMap(([name, label]) => {
		const [first, second] = [a, b].map((run) => Object(run.parameters)[name] as unknown);
		return first === undefined && second === undefined ? [] : [of(label, first, second)];
	});
	return [of("Model", a.modelId, b.modelId), ...parameters, of("Ended", endOf(a), endOf(b))];
}

/** The whole conversation as one text. */
export const askedText = ({ messages }: ComparedRun): string =>
	messages.map(({ role, content }) => `${role}: ${content}`).join("\n\n");
