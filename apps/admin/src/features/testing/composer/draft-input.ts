import type { Parameters } from "@llm-hub/api/schemas";
import { fillIn, variablesIn } from "@llm-hub/api/schemas";
import { typedUsd } from "../typed-usd.ts";
import type { Draft, DraftFields } from "./draft.ts";

/** What is wrong with a field, before any rule of the API is asked. */
export interface FieldProblem {
	path: string;
	message: string;
}

const stopOf = (line: string): string =>
	line.replaceAll(/\\([nt\\])/g, (_, code: string) => (code === "n" ? "\n" : code === "t" ? "\t" : "\\"));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** A tool as OpenAI wraps it, or as it is. */
const unwrapped = (tool: unknown): unknown => (isRecord(tool) && isRecord(tool.function) ? tool.function : tool);

/**
 * What the composer holds as a run's input, and what keeps it from being one: JSON that is none, variables without a
 * value. What the API's own rules say of the result is not known here.
 */
export function draftInput(fields: DraftFields): { input: Draft; problems: FieldProblem[] } {
	const problems: FieldProblem[] = [];
	const json = (path: "jsonSchema" | "tools", text: string): unknown => {
		if (text.trim() === "") return undefined;
		try {
			return JSON.parse(text) as unknown;
		} catch (error) {
			problems.push({
				path,
				message: `This is not JSON: ${error instanceof Error ? error.message : "cannot be read"}`,
			});
			return undefined;
		}
	};
	const { messages, variables, parameters, templateId } = fields;
	for (const name of variablesIn(messages.map(({ content }) => content))) {
		if ((variables[name] ?? "").trim() !== "") continue;
		problems.push({ path: `variables.${name}`, message: `Say what stands for {{${name}}}.` });
	}
	const schema = json("jsonSchema", fields.jsonSchema);
	const tools = json("tools", fields.tools);
	const stop = parameters.stop.split("\n").filter((line) => line !== "");
	const { temperature, maxTokens, topP, seed, reasoningEffort, costCapUsd } = parameters;
	const input = {
		messages: messages.map((message) => ({ ...message, content: fillIn(message.content, variables) })),
		parameters: {
			temperature,
			maxTokens,
			topP,
			...(stop.length > 0 && { stop: stop.map(stopOf) }),
			...(!Number.isNaN(seed) && seed !== null && { seed }),
			...(reasoningEffort !== "" && { reasoningEffort }),
			...(schema !== undefined && { jsonSchema: { name: "answer", schema: schema as Record<string, unknown> } }),
			...(tools !== undefined && {
				tools: (Array.isArray(tools) ? tools.map(unwrapped) : tools) as NonNullable<Parameters["tools"]>,
			}),
			...(costCapUsd.trim() !== "" && { costCapUsd: typedUsd(costCapUsd) }),
		},
		templateId,
	};
	return { input, problems };
}
