import type { Answer, Reader } from "../answer.ts";
import { mapStreamError } from "../failures.ts";
import { asKey, asList, asRecord, asText, type JsonRecord } from "../json.ts";
import type { ChatRequest, ContentPart, FinishReason, Message } from "../types.ts";
import { openAiUsage } from "../usage.ts";
import type { ProviderType } from "../vocabulary.ts";

/** The auth header of every provider but Anthropic and Google; a server without a key gets none. */
export function bearer(secret: string | null): Record<string, string> {
	return secret ? { authorization: `Bearer ${secret}` } : {};
}

const contentPart = (part: ContentPart) =>
	part.type === "text"
		? { type: "text", text: part.text }
		: { type: "image_url", image_url: { url: `data:${part.mediaType};base64,${part.base64}` } };

const wireMessage = (message: Message): JsonRecord => {
	switch (message.role) {
		case "system":
			return { role: "system", content: message.content };
		case "user": {
			const { content } = message;
			return { role: "user", content: typeof content === "string" ? content : content.map(contentPart) };
		}
		case "assistant": {
			if (!message.toolCalls?.length) return { role: "assistant", content: message.content };
			const calls = message.toolCalls.map((call) => ({
				id: call.id,
				type: "function",
				function: { name: call.name, arguments: call.arguments },
			}));
			return { role: "assistant", content: message.content || null, tool_calls: calls };
		}
		case "tool":
			return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
	}
};

/** The request in the dialect's common words; an adapter renames or drops what its provider has otherwise. */
export function chatBody(request: ChatRequest) {
	const { jsonSchema, tools } = request;
	return {
		model: request.model,
		messages: request.messages.map(wireMessage),
		stream: request.stream,
		// Without this, most servers of this dialect stream no usage at all.
		stream_options: request.stream ? { include_usage: true } : undefined,
		max_tokens: request.maxTokens,
		temperature: request.temperature,
		top_p: request.topP,
		stop: request.stop?.length ? request.stop : undefined,
		seed: request.seed,
		reasoning_effort: request.reasoningEffort as string | undefined,
		response_format: jsonSchema && {
			type: "json_schema",
			// Strict mode refuses every schema that leaves its objects open.
			json_schema: { ...jsonSchema, strict: jsonSchema.schema.additionalProperties === false || undefined },
		},
		tools: tools?.length
			? tools.map(({ name, description, parameters }) => ({
					type: "function",
					function: { name, description, parameters },
				}))
			: undefined,
	};
}

const finishWords: ReadonlyMap<string, FinishReason> = new Map([
	["stop", "stop"],
	["eos", "stop"],
	["stop_sequence", "stop"],
	["end_turn", "stop"],
	["length", "length"],
	["max_tokens", "length"],
	["model_length", "length"],
	["tool_calls", "tool_calls"],
	["function_call", "tool_calls"],
	["content_filter", "content_filter"],
	["safety", "content_filter"],
]);

/** Reasoning under whichever of its names the server uses; several names in one piece say the same thing. */
const reasoningOf = (piece: JsonRecord): string => {
	const plain = asText(piece.reasoning) ?? asText(piece.reasoning_content);
	if (plain) return plain;
	const details = asList(piece.reasoning_details).map(asRecord);
	return details.map((detail) => asText(detail?.text) ?? asText(detail?.summary) ?? "").join("");
};

const readContent = (content: unknown, answer: Answer): void => {
	if (typeof content === "string") answer.text(content);
	for (const part of asList(content).map(asRecord)) {
		if (part?.type === "thinking") {
			const thinking = part.thinking;
			if (typeof thinking === "string") answer.reasoning(thinking);
			else for (const inner of asList(thinking)) answer.reasoning(asText(asRecord(inner)?.text) ?? "");
		} else if (part?.type === "text") answer.text(asText(part.text) ?? "");
	}
};

/** Reads OpenAI's chat completions, streamed or whole, with what its imitators add. */
export function openAiReader(provider: ProviderType): Reader {
	/** Where the pieces at each index go: servers reuse an index for a new call, or send none. */
	const keyAt = new Map<string, string>();

	const readTool = (value: unknown, position: number, answer: Answer): void => {
		const part = asRecord(value);
		if (!part) return;
		const index = asKey(part.index ?? position);
		const id = asText(part.id);
		let key = keyAt.get(index) ?? index;
		const known = answer.tool(key);
		if (id && known?.id && known.id !== id) key = `${index}:${id}`;
		keyAt.set(index, key);
		const call = asRecord(part.function);
		const custom = asRecord(part.custom);
		const written = call?.arguments ?? custom?.input;
		answer.toolPart(key, {
			id,
			name: asText(call?.name) ?? asText(custom?.name),
			arguments: asRecord(written) ? JSON.stringify(written) : asText(written),
		});
	};

	const readChoice = (choice: JsonRecord, answer: Answer): void => {
		const piece = asRecord(choice.delta) ?? asRecord(choice.message);
		if (piece) {
			answer.reasoning(reasoningOf(piece));
			readContent(piece.content, answer);
			answer.text(asText(piece.refusal) ?? "");
			asList(piece.tool_calls).forEach((part, position) => {
				readTool(part, position, answer);
			});
			const legacy = asRecord(piece.function_call);
			if (legacy) readTool({ index: "function_call", function: legacy }, 0, answer);
		}
		const finish = asText(choice.finish_reason);
		if (choice.error || finish === "error") answer.fail(mapStreamError(provider, choice));
		else if (finish) answer.finish(finishWords.get(finish.toLowerCase()) ?? "other");
	};

	const read = (message: unknown, answer: Answer, event?: string): void => {
		const record = asRecord(Array.isArray(message) ? message[0] : message);
		if (!record) return;
		answer.identify(asText(record.model), asText(record.id));
		const choices = asList(record.choices).map(asRecord);
		const first = choices.find((choice) => choice && (choice.index ?? 0) === 0);
		const usage = asRecord(record.usage) ?? asRecord(asRecord(record.x_groq)?.usage) ?? asRecord(first?.usage);
		if (usage) answer.usage(openAiUsage(usage, provider));
		if (record.error || event === "error" || record.object === "error") {
			answer.fail(mapStreamError(provider, record));
		} else if (first) readChoice(first, answer);
	};
	return { read };
}
