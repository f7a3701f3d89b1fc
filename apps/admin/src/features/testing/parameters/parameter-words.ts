import type { Parameters } from "@llm-hub/api/schemas";
import { plural } from "@/lib/format.ts";

/** What is set beyond the three numbers that every run has, in words. */
export function extraWords({ stop, seed, reasoningEffort, jsonSchema, tools }: Parameters): string[] {
	return [
		...(stop ? [plural(stop.length, "stop sequence")] : []),
		...(seed === undefined ? [] : [`seed ${seed}`]),
		...(reasoningEffort ? [`reasoning effort ${reasoningEffort}`] : []),
		...(jsonSchema ? ["a JSON schema"] : []),
		...(tools ? [plural(tools.length, "tool")] : []),
	];
}

/** `temperature 0.2, max tokens 500, top P 1, a JSON schema`. */
export function parameterWords(parameters: Parameters): string {
	const { temperature, maxTokens, topP } = parameters;
	const numbers = [`temperature ${temperature}`, `max tokens ${maxTokens}`, `top P ${topP}`];
	return [...numbers, ...extraWords(parameters)].join(", ");
}
