import type { MessageInput, Parameters, StartRunInput } from "@llm-hub/api/schemas";

/** A run without its model: what is sent. */
export type Draft = Omit<StartRunInput, "modelId">;

/** What the composer holds while it is written. The first message is the system's, and may be empty. */
export interface DraftFields {
	messages: MessageInput[];
	/** What stands for `{{name}}` in the messages. */
	variables: Record<string, string>;
	parameters: {
		temperature: number;
		maxTokens: number;
		topP: number;
		/** One a line; `\n` and `\t` as written in code. */
		stop: string;
		/** NaN is none. */
		seed: number;
		reasoningEffort: "" | NonNullable<Parameters["reasoningEffort"]>;
		costCapUsd: string;
	};
	/** JSON as it is written, right or not. */
	jsonSchema: string;
	tools: string;
	templateId?: string | undefined;
}

export const emptyDraft: DraftFields = {
	messages: [
		{ role: "system", content: "" },
		{ role: "user", content: "" },
	],
	variables: {},
	parameters: {
		temperature: 0.7,
		maxTokens: 1000,
		topP: 1,
		stop: "",
		seed: Number.NaN,
		reasoningEffort: "",
		costCapUsd: "",
	},
	jsonSchema: "",
	tools: "",
};

const stopLine = (stop: string): string =>
	stop.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
const pretty = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value, null, 2));

/** Parameters as fields. */
export const parameterFieldsOf = (parameters: Parameters): DraftFields["parameters"] => ({
	temperature: parameters.temperature,
	maxTokens: parameters.maxTokens,
	topP: parameters.topP,
	stop: parameters.stop?.map(stopLine).join("\n") ?? "",
	seed: parameters.seed ?? Number.NaN,
	reasoningEffort: parameters.reasoningEffort ?? "",
	costCapUsd: parameters.costCapUsd ?? "",
});

/** A run's input as the composer shows it: the system message first, even where there is none. */
export function draftOf({ messages, parameters, templateId }: Draft): DraftFields {
	const system = messages.find((message) => message.role === "system") ?? { role: "system" as const, content: "" };
	return {
		messages: [system, ...messages.filter((message) => message !== system)],
		variables: {},
		parameters: parameterFieldsOf(parameters),
		jsonSchema: pretty(parameters.jsonSchema?.schema),
		tools: pretty(parameters.tools),
		templateId,
	};
}

/** The conversation as it is sent: without messages that say nothing. */
export const messagesOf = ({ messages }: Pick<Draft, "messages">): Draft["messages"] =>
	messages.filter(({ content, images }) => content.trim() !== "" || images?.length);

/** The draft as a run's input. */
export const inputOf = (draft: Draft): Draft => ({ ...draft, messages: messagesOf(draft) });
