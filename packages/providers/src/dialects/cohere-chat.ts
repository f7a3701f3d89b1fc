import type { Answer, Reader } from "../answer.ts";
import { mapStreamError } from "../failures.ts";
import { asKey, asRecord, asText, type JsonRecord } from "../json.ts";
import type { ChatRequest, FinishReason } from "../types.ts";
import { cohereUsage } from "../usage.ts";
import { chatBody } from "./openai-chat.ts";

/** Tokens to think with, per effort. */
const budgets = { minimal: 512, low: 2048, medium: 8192, high: 16_384 } as const;

/** The body of a chat call: messages and tools as in OpenAI's dialect, parameters under Cohere's names. */
export function cohereBody(request: ChatRequest): JsonRecord {
	const { model, messages, stream, max_tokens, seed, tools } = chatBody(request);
	const { jsonSchema, reasoningEffort } = request;
	return {
		model,
		messages,
		stream,
		max_tokens,
		seed,
		tools,
		// Cohere's scale ends at 1, its top_p lies between 0.01 and 0.99.
		temperature: request.temperature === undefined ? undefined : Math.min(request.temperature, 1),
		p: request.topP === undefined ? undefined : Math.min(Math.max(request.topP, 0.01), 0.99),
		stop_sequences: request.stop?.length ? request.stop : undefined,
		response_format: jsonSchema && { type: "json_object", json_schema: jsonSchema.schema },
		thinking: reasoningEffort && { type: "enabled", token_budget: budgets[reasoningEffort] },
	};
}

const finishWords: ReadonlyMap<string, FinishReason> = new Map([
	["COMPLETE", "stop"],
	["STOP_SEQUENCE", "stop"],
	["MAX_TOKENS", "length"],
	["TOOL_CALL", "tool_calls"],
	["ERROR_TOXIC", "content_filter"],
]);

const failing = new Set(["ERROR", "ERROR_LIMIT", "TIMEOUT"]);

/** Reads Cohere's chat, streamed or whole, version 2 and the lines of version 1. */
export function cohereReader(): Reader {
	const readTool = (value: unknown, key: string, answer: Answer): void => {
		const part = asRecord(value);
		const call = asRecord(part?.function);
		if (!part) return;
		answer.toolPart(key, { id: asText(part.id), name: asText(call?.name), arguments: asText(call?.arguments) });
	};

	const readContent = (value: unknown, answer: Answer): void => {
		const content = asRecord(value);
		answer.reasoning(asText(content?.thinking) ?? "");
		answer.text(asText(content?.text) ?? "");
	};

	/** The pieces of a streamed message and the parts of a whole one have the same names. */
	const readMessage = (message: JsonRecord | undefined, index: string, answer: Answer): void => {
		if (!message) return;
		// What the model means to do with its tools is reasoning, said aloud.
		answer.reasoning(asText(message.tool_plan) ?? "");
		if (Array.isArray(message.content)) for (const part of message.content) readContent(part, answer);
		else readContent(message.content, answer);
		if (Array.isArray(message.tool_calls)) {
			message.tool_calls.forEach((call, position) => {
				readTool(call, String(position), answer);
			});
		} else readTool(message.tool_calls, index, answer);
	};

	const readEnd = (from: JsonRecord | undefined, answer: Answer): void => {
		const usage = asRecord(from?.usage) ?? asRecord(from?.meta);
		if (usage) answer.usage(cohereUsage(usage));
		const reason = asText(from?.finish_reason);
		if (!reason) return;
		if (failing.has(reason)) {
			const message = asText(from?.error) ?? `The answer ended with ${reason}.`;
			const type = reason === "TIMEOUT" ? "timeout" : (asText(from?.error_type) ?? "server_error");
			answer.fail(mapStreamError("cohere", { message, type }));
		} else answer.finish(finishWords.get(reason) ?? "other");
	};

	const readPiece = (message: JsonRecord, answer: Answer): void => {
		answer.identify(undefined, asText(message.id));
		readMessage(asRecord(asRecord(message.delta)?.message), asKey(message.index ?? 0), answer);
	};

	/** A whole answer, or an error that has nothing but a text. */
	const readWhole = (message: JsonRecord, answer: Answer): void => {
		answer.identify(asText(message.model), asText(message.id) ?? asText(message.response_id));
		if (asRecord(message.message)) readMessage(asRecord(message.message), "0", answer);
		else if (message.finish_reason) answer.text(asText(message.text) ?? "");
		else if (asText(message.message)) answer.fail(mapStreamError("cohere", message));
		readEnd(message, answer);
	};

	const read = (value: unknown, answer: Answer, event?: string): void => {
		const message = asRecord(value);
		if (!message) return;
		const type = asText(message.type) ?? asText(message.event_type) ?? event;
		if (type === "error" || message.error) answer.fail(mapStreamError("cohere", message));
		else if (type === "message-end") readEnd(asRecord(message.delta), answer);
		else if (type === "text-generation") answer.text(asText(message.text) ?? "");
		else if (type === "stream-end") {
			const whole = asRecord(message.response);
			answer.identify(undefined, asText(whole?.response_id));
			readEnd({ ...whole, finish_reason: message.finish_reason ?? whole?.finish_reason }, answer);
		} else if (message.delta) readPiece(message, answer);
		else readWhole(message, answer);
	};
	return { read };
}
