import type { Answer, Reader } from "../answer.ts";
import { mapStreamError } from "../failures.ts";
import { asKey, asList, asRecord, asText, type JsonRecord, parseJson } from "../json.ts";
import type { ChatRequest, ContentPart, FinishReason, Message } from "../types.ts";
import { anthropicUsage } from "../usage.ts";

const contentPart = (part: ContentPart) =>
	part.type === "text"
		? { type: "text", text: part.text }
		: { type: "image", source: { type: "base64", media_type: part.mediaType, data: part.base64 } };

interface Turn {
	role: "user" | "assistant";
	content: string | JsonRecord[];
}

const wireTurn = (message: Exclude<Message, { role: "system" }>): Turn => {
	switch (message.role) {
		case "user": {
			const { content } = message;
			return { role: "user", content: typeof content === "string" ? content : content.map(contentPart) };
		}
		case "assistant": {
			if (!message.toolCalls?.length) return { role: "assistant", content: message.content };
			const calls = message.toolCalls.map((call) => ({
				type: "tool_use",
				id: call.id,
				name: call.name,
				input: asRecord(parseJson(call.arguments)) ?? {},
			}));
			const said = message.content ? [{ type: "text", text: message.content }] : [];
			return { role: "assistant", content: [...said, ...calls] };
		}
		case "tool": {
			const result = { type: "tool_result", tool_use_id: message.toolCallId, content: message.content };
			return { role: "user", content: [result] };
		}
	}
};

/** All results of one turn's tools must stand in one message. */
const wireTurns = (messages: Message[]): Turn[] => {
	const turns: Turn[] = [];
	let afterTool = false;
	for (const message of messages) {
		if (message.role === "system") continue;
		const turn = wireTurn(message);
		const last = turns.at(-1);
		const isTool = message.role === "tool";
		if (isTool && afterTool && last && Array.isArray(last.content) && Array.isArray(turn.content)) {
			last.content.push(...turn.content);
		} else turns.push(turn);
		afterTool = isTool;
	}
	return turns;
};

/** Claude families by what they know of thinking; the ids that match none are newer and decide themselves how long to think. */
const withoutThinking = /^claude-(?:[12]\b|instant|3-(?!7))/;
const withBudget = /^claude-(?:3-7-|(?:opus|sonnet|haiku)-4(?:-[0-5])?(?:-\d{8}|-latest)?$)/;
const withEffortAndSampling = /^claude-(?:opus|sonnet|haiku)-4-6/;

/** Tokens to think with, per effort; the API's least is 1,024. */
const budgets = { minimal: 1024, low: 2048, medium: 8192, high: 16_384 } as const;

/** The API insists on a limit; every model can do this one. */
const defaultMaxTokens = 4096;

const thinking = (request: ChatRequest) => {
	const { model, reasoningEffort: effort } = request;
	if (!effort || withoutThinking.test(model)) return { extraTokens: 0 };
	if (withBudget.test(model)) {
		const budget = budgets[effort];
		return { thinking: { type: "enabled", budget_tokens: budget }, extraTokens: budget };
	}
	return {
		thinking: { type: "adaptive", display: "summarized" },
		effort: effort === "minimal" ? "low" : effort,
		extraTokens: 0,
	};
};

/** The tokens that a model may think with on top of `maxTokens`. */
export const extraThinkingTokens = (request: ChatRequest): number => thinking(request).extraTokens;

/**
 * Temperature and top_p exclude each other, both are refused while thinking and by the newest models. Their scale ends
 * at 1 here, at 2 elsewhere.
 */
const sampling = ({ model, temperature, topP }: ChatRequest, thinks: boolean) => {
	const accepts = [withoutThinking, withBudget, withEffortAndSampling].some((family) => family.test(model));
	if (thinks || (!accepts && model.startsWith("claude-"))) return {};
	if (temperature !== undefined) return { temperature: Math.min(temperature, 1) };
	return { top_p: topP };
};

/** The body of a messages call. A thinking budget comes on top of `maxTokens`, so that the answer keeps its room. */
export function messagesBody(request: ChatRequest): JsonRecord {
	const { jsonSchema, tools } = request;
	const thought = thinking(request);
	const system = request.messages.filter((message) => message.role === "system").map((message) => message.content);
	const format = jsonSchema && { type: "json_schema", schema: jsonSchema.schema };
	return {
		model: request.model,
		system: system.length ? system.join("\n\n") : undefined,
		messages: wireTurns(request.messages),
		stream: request.stream,
		max_tokens: (request.maxTokens ?? defaultMaxTokens) + thought.extraTokens,
		...sampling(request, thought.thinking !== undefined),
		stop_sequences: request.stop?.length ? request.stop : undefined,
		thinking: thought.thinking,
		output_config: thought.effort || format ? { effort: thought.effort, format } : undefined,
		tools: tools?.length
			? tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters }))
			: undefined,
	};
}

const finishWords: ReadonlyMap<string, FinishReason> = new Map([
	["end_turn", "stop"],
	["stop_sequence", "stop"],
	["max_tokens", "length"],
	["model_context_window_exceeded", "length"],
	["tool_use", "tool_calls"],
	["refusal", "content_filter"],
]);

/** Reads Anthropic's messages, streamed or whole. Tools that Anthropic itself runs are no tool calls of ours. */
export function anthropicReader(): Reader {
	/** Usage comes in parts: the prompt's at the start, the rest at the end, and what is said again replaces. */
	let usage: JsonRecord = {};
	/** A relay that retries under way splices a second message into the stream; its blocks are numbered from 0 again. */
	let messageId: string | undefined;
	const openTools = new Set<string>();
	const keyOf = (index: unknown) => `${messageId}:${asKey(index)}`;

	const readUsage = (value: unknown, answer: Answer, isFinal: boolean): void => {
		const part = asRecord(value);
		if (!part) return;
		usage = { ...usage, ...Object.fromEntries(Object.entries(part).filter(([, count]) => count !== null)) };
		const { output_tokens: _soFar, ...promptOnly } = usage;
		// The count at the start is a placeholder; an answer cut off after it has no known length.
		answer.usage(anthropicUsage(isFinal ? usage : promptOnly));
	};

	const readFinish = (from: JsonRecord | undefined, answer: Answer): void => {
		const reason = asText(from?.stop_reason);
		if (reason) answer.finish(finishWords.get(reason) ?? "other");
	};

	const readBlock = (value: unknown, key: string, answer: Answer): void => {
		const block = asRecord(value);
		if (block?.type === "text") answer.text(asText(block.text) ?? "");
		else if (block?.type === "thinking") answer.reasoning(asText(block.thinking) ?? "");
		else if (block?.type === "tool_use") {
			const input = asRecord(block.input);
			// A streamed block starts with an empty input and gets its real one in pieces.
			const written = input && Object.keys(input).length > 0 ? JSON.stringify(input) : "";
			answer.toolPart(key, { id: asText(block.id), name: asText(block.name), arguments: written });
			openTools.add(key);
		}
	};

	const readDelta = (value: unknown, key: string, answer: Answer): void => {
		const delta = asRecord(value);
		if (delta?.type === "text_delta") answer.text(asText(delta.text) ?? "");
		else if (delta?.type === "thinking_delta") answer.reasoning(asText(delta.thinking) ?? "");
		else if (delta?.type === "input_json_delta" && openTools.has(key)) {
			answer.toolPart(key, { arguments: asText(delta.partial_json) });
		}
	};

	/** A tool without arguments gets no pieces at all. */
	const closeTool = (key: string, answer: Answer): void => {
		if (openTools.delete(key) && answer.tool(key)?.arguments === "") answer.toolPart(key, { arguments: "{}" });
	};

	const startMessage = (id: string | undefined, answer: Answer): void => {
		if (messageId !== undefined && id !== messageId) {
			usage = {};
			answer.reopen();
			for (const key of openTools) answer.dropTool(key);
			openTools.clear();
		}
		messageId = id;
	};

	const readMessage = (message: JsonRecord, answer: Answer): void => {
		const id = asText(message.id);
		startMessage(id, answer);
		answer.identify(asText(message.model), id);
		asList(message.content).forEach((block, index) => {
			const key = keyOf(`whole-${index}`);
			readBlock(block, key, answer);
			closeTool(key, answer);
		});
		readFinish(message, answer);
		readUsage(message.usage, answer, typeof message.stop_reason === "string");
	};

	const read = (value: unknown, answer: Answer, event?: string): void => {
		const message = asRecord(value);
		if (!message) return;
		switch (message.type ?? event) {
			case "message_start":
				readMessage(asRecord(message.message) ?? {}, answer);
				break;
			case "content_block_start":
				readBlock(message.content_block, keyOf(message.index), answer);
				break;
			case "content_block_delta":
				readDelta(message.delta, keyOf(message.index), answer);
				break;
			case "content_block_stop":
				closeTool(keyOf(message.index), answer);
				break;
			case "message_delta":
				readFinish(asRecord(message.delta), answer);
				readUsage(message.usage, answer, true);
				break;
			case "message_stop":
				answer.end();
				break;
			case "message":
				readMessage(message, answer);
				break;
			case "error":
				answer.fail(mapStreamError("anthropic", message));
				break;
			default:
				if (message.error) answer.fail(mapStreamError("anthropic", message));
		}
	};
	return { read };
}
