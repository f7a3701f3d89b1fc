import { coderText, promptHash, reasoningText, sampleOf, writerText } from "./texts.ts";
import { countTokens, imageTokens, splitTokens } from "./tokens.ts";
import type { Answer, Behaviour, Counted, SandboxModel, ToolCallAnswer } from "./types.ts";
import type { Asked } from "./wires/wire.ts";

/** Tokens of the whole prompt by the sandbox's rule; declared tools count as their JSON text. */
function countInput(asked: Asked): number {
	let total = asked.images * imageTokens;
	for (const text of asked.texts) total += countTokens(text);
	if (asked.tools.length > 0) total += countTokens(JSON.stringify(asked.tools));
	return total;
}

function toolCallOf(asked: Asked, behaviour: Behaviour, id: string): ToolCallAnswer | null {
	const script = behaviour.toolCall;
	if (!script) return null;
	const called =
		script === true
			? { name: asked.tools[0]?.name ?? "sandbox_tool", arguments: sampleOf(asked.tools[0]?.parameters ?? {}) }
			: script;
	const json = typeof called.arguments === "string" ? called.arguments : JSON.stringify(called.arguments ?? {});
	return { id: `call_${id}`, name: called.name, arguments: json };
}

function textOf(asked: Asked, behaviour: Behaviour): string {
	if (behaviour.text !== undefined) return behaviour.text;
	if (behaviour.toolCall && behaviour.tokens === undefined) return "";
	if (asked.jsonSchema !== null && behaviour.tokens === undefined) {
		const sample = sampleOf(asked.jsonSchema);
		return JSON.stringify(sample ?? {});
	}
	const hash = promptHash(asked.lastUser);
	return asked.model.includes("coder") ? coderText(hash) : writerText(hash);
}

/** Exactly `count` tokens of a text, said over again when it is too short. */
function repeatTokens(pieces: readonly string[], count: number): string[] {
	const out: string[] = [];
	for (let i = 0; i < count; i++) out.push(pieces[i % pieces.length] ?? "");
	return out;
}

/** Cuts the pieces before the first stop sequence. */
function cutAtStop(pieces: string[], stops: readonly string[]): string[] {
	const whole = pieces.join("");
	const ends = stops.map((stop) => (stop === "" ? -1 : whole.indexOf(stop))).filter((at) => at >= 0);
	return ends.length === 0 ? pieces : splitTokens(whole.slice(0, Math.min(...ends)));
}

export interface AnswerFacts {
	asked: Asked;
	behaviour: Behaviour;
	model: SandboxModel | undefined;
	id: string;
	/** Seconds since the epoch. */
	created: number;
}

/**
 * Decides what the sandbox says. Length limits and stop sequences hold for the sandbox's own words; what a behaviour
 * fixes is said as it stands.
 */
export function composeAnswer({ asked, behaviour, model, id, created }: AnswerFacts): Answer {
	const toolCall = toolCallOf(asked, behaviour, id);
	const reasons = asked.model.includes("reasoner") ? reasoningText : "";
	let reasoning = splitTokens(behaviour.reasoning ?? reasons);
	let text = splitTokens(textOf(asked, behaviour));
	let finish: Answer["finish"] = toolCall ? "tool_calls" : "stop";
	if (behaviour.tokens !== undefined) text = repeatTokens(text, behaviour.tokens);
	if (behaviour.text === undefined && behaviour.tokens === undefined) {
		text = cutAtStop(text, asked.stop);
		if (asked.maxTokens !== null && reasoning.length + text.length > asked.maxTokens) {
			reasoning = reasoning.slice(0, asked.maxTokens);
			text = text.slice(0, asked.maxTokens - reasoning.length);
			finish = "length";
		}
	}
	const output = reasoning.length + text.length + (toolCall ? countTokens(toolCall.name + toolCall.arguments) : 0);
	const script = behaviour.usage ?? {};
	const shown = asked.reasoning === "shown" || (asked.reasoning === "hidden" && behaviour.reasoning !== undefined);
	const input = script.inputTokens ?? countInput(asked);
	const usage: Counted = {
		input,
		cachedInput: script.cachedInputTokens ?? 0,
		cacheWrite: script.cacheWriteTokens ?? 0,
		output: script.outputTokens ?? output,
		reasoning: script.reasoningTokens ?? reasoning.length,
		billedInput: script.billedInputTokens ?? input,
		billedOutput: script.billedOutputTokens ?? script.outputTokens ?? output,
	};
	return {
		id,
		model: behaviour.reportedModel ?? asked.model,
		created,
		reasoning: shown ? reasoning : [],
		text,
		toolCall,
		finish: behaviour.finish ?? finish,
		usage: behaviour.noUsage ? null : usage,
		costUsd: costOf(usage, model),
		done: !behaviour.noDone,
	};
}

/** Tokens times the listed price and the fee, to the billionth of a dollar; an unlisted model costs nothing. */
function costOf({ input, cachedInput, output }: Counted, model: SandboxModel | undefined): number {
	if (!model) return 0;
	const { inputPer1M, cachedInputPer1M = inputPer1M, outputPer1M, perRequest = "0" } = model;
	const perMillion =
		(input - cachedInput) * Number(inputPer1M) + cachedInput * Number(cachedInputPer1M) + output * Number(outputPer1M);
	return Math.round(perMillion * 1_000 + Number(perRequest) * 1_000_000_000) / 1_000_000_000;
}
