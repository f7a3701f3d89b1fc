import type { RouterOutputs } from "@llm-hub/api/types";
import { formatCount, formatDuration, formatUsd } from "@/lib/format.ts";
import { speedOf } from "../speed.ts";
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

function line<Value extends number | string>(
	label: string,
	[a, b]: [Value | null, Value | null],
	format: (value: Value) => string,
	differenceOf: (a: Value, b: Value) => string,
): ComparedLine {
	const word = (value: Value | null) => (value === null ? "unknown" : format(value));
	const difference = a === null || b === null ? null : differenceOf(a, b);
	return { label, sides: [word(a), word(b)], isDifferent: a !== b, difference };
}

const numbers = (label: string, a: number | null, b: number | null, format: (value: number) => string) =>
	line(label, [a, b], format, (first, second) => signed(second - first, format));

const wholeSpeed = (run: ComparedRun): number | null => {
	const speed = speedOf(run);
	return speed === null ? null : Math.round(speed);
};

/** What the two took and cost. A cost that is not known is unknown, and so is its difference. */
export const figureLines = (a: ComparedRun, b: ComparedRun): ComparedLine[] => [
	line("Cost", [a.costUsd, b.costUsd], formatUsd, (first, second) => {
		const usd = subtractDecimals(second, first);
		return signed(Number(usd), () => formatUsd(usd.replace("-", "")));
	}),
	numbers("First token", a.ttftMs, b.ttftMs, formatDuration),
	numbers("Total time", a.latencyMs, b.latencyMs, formatDuration),
	numbers("Speed", wholeSpeed(a), wholeSpeed(b), (speed) => `${formatCount(speed)} tok/s`),
	numbers("Tokens in", a.inputTokens, b.inputTokens, formatCount),
	numbers("Tokens out", a.outputTokens, b.outputTokens, formatCount),
];

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
	return [
		of("Model", a.modelId, b.modelId),
		...parameters,
		of("Ended", a.finishReason ?? a.status, b.finishReason ?? b.status),
	];
}

/** The whole conversation as one text. */
export const askedText = ({ messages }: ComparedRun): string =>
	messages.map(({ role, content }) => `${role}: ${content}`).join("\n\n");
