import type { Answer, Reader } from "../answer.ts";
import { mapStreamError } from "../failures.ts";
import { asList, asRecord, asText, type JsonRecord, parseJson } from "../json.ts";
import type { ChatRequest, ContentPart, FinishReason, Message } from "../types.ts";
import { googleUsage } from "../usage.ts";
import { growArguments } from "./google-arguments.ts";

const contentPart = (part: ContentPart): JsonRecord =>
	part.type === "text" ? { text: part.text } : { inlineData: { mimeType: part.mediaType, data: part.base64 } };

interface Turn {
	role: "user" | "model";
	parts: JsonRecord[];
}

/** Google answers a function by its name, so the call's id must be looked up. */
const wireTurn = (message: Exclude<Message, { role: "system" }>, nameOf: (id: string) => string): Turn => {
	switch (message.role) {
		case "user": {
			const { content } = message;
			return { role: "user", parts: typeof content === "string" ? [{ text: content }] : content.map(contentPart) };
		}
		case "assistant": {
			const calls = (message.toolCalls ?? []).map((call) => ({
				functionCall: { name: call.name, args: asRecord(parseJson(call.arguments)) ?? {} },
			}));
			const said = message.content || !calls.length ? [{ text: message.content }] : [];
			return { role: "model", parts: [...said, ...calls] };
		}
		case "tool": {
			const response = asRecord(parseJson(message.content)) ?? { result: message.content };
			return { role: "user", parts: [{ functionResponse: { name: nameOf(message.toolCallId), response } }] };
		}
	}
};

/** Turns must alternate: what one side says in several messages is one turn. */
const wireTurns = (messages: Message[]): Turn[] => {
	const names = new Map<string, string>();
	const turns: Turn[] = [];
	for (const message of messages) {
		if (message.role === "system") continue;
		if (message.role === "assistant") for (const call of message.toolCalls ?? []) names.set(call.id, call.name);
		const turn = wireTurn(message, (id) => names.get(id) ?? id);
		const last = turns.at(-1);
		if (last?.role === turn.role) last.parts.push(...turn.parts);
		else turns.push(turn);
	}
	return turns;
};

/** These refuse to be told how to think. */
const withoutThinking = /gemini-(?:1|2\.0)|gemma/;

/** Tokens to think with, per effort, for the 2.5 family; later families take the effort as a word. */
const budgets = { minimal: 512, low: 2048, medium: 8192, high: 24_576 } as const;

const thinkingConfig = ({ model, reasoningEffort: effort }: ChatRequest) => {
	if (!effort || withoutThinking.test(model)) return undefined;
	if (/gemini-2\.5/.test(model)) return { includeThoughts: true, thinkingBudget: budgets[effort] };
	return { includeThoughts: true, thinkingLevel: effort };
};

/** The body of a generateContent call. */
export function generateBody(request: ChatRequest): JsonRecord {
	const { jsonSchema, tools } = request;
	const system = request.messages
		.filter((message) => message.role === "system")
		.map(({ content }) => ({ text: content }));
	return {
		systemInstruction: system.length ? { parts: system } : undefined,
		contents: wireTurns(request.messages),
		generationConfig: {
			temperature: request.temperature,
			maxOutputTokens: request.maxTokens,
			topP: request.topP,
			stopSequences: request.stop?.length ? request.stop : undefined,
			seed: request.seed,
			responseMimeType: jsonSchema && "application/json",
			responseJsonSchema: jsonSchema?.schema,
			thinkingConfig: thinkingConfig(request),
		},
		tools: tools?.length
			? [
					{
						functionDeclarations: tools.map(({ name, description, parameters }) => ({
							name,
							description,
							parametersJsonSchema: parameters,
						})),
					},
				]
			: undefined,
	};
}

const finishWords: ReadonlyMap<string, FinishReason> = new Map([
	["STOP", "stop"],
	["MAX_TOKENS", "length"],
	["SAFETY", "content_filter"],
	["RECITATION", "content_filter"],
	["BLOCKLIST", "content_filter"],
	["PROHIBITED_CONTENT", "content_filter"],
	["SPII", "content_filter"],
	["IMAGE_SAFETY", "content_filter"],
	["LANGUAGE", "content_filter"],
]);

/** Reads Google's generateContent, streamed (as events or as one array) or whole. */
export function googleReader(): Reader {
	let calls = 0;
	/** The call whose arguments are still coming, and what has come. */
	let open: { key: string; args: JsonRecord } | null = null;

	const closeCall = (answer: Answer): void => {
		if (open) answer.toolPart(open.key, { arguments: JSON.stringify(open.args) });
		open = null;
	};

	const readCall = (call: JsonRecord, answer: Answer): void => {
		const name = asText(call.name);
		if (name) {
			closeCall(answer);
			const key = String(calls++);
			// Older models give their calls no id, but an answer to a call needs one.
			answer.toolPart(key, { id: asText(call.id) ?? `call_${key}`, name });
			open = { key, args: asRecord(call.args) ?? {} };
		}
		if (open) for (const part of asList(call.partialArgs)) growArguments(open.args, part);
		if (call.willContinue !== true) closeCall(answer);
	};

	const readPart = (value: unknown, answer: Answer): void => {
		const part = asRecord(value);
		if (!part) return;
		const text = asText(part.text) ?? "";
		if (part.thought === true) answer.reasoning(text);
		else answer.text(text);
		const call = asRecord(part.functionCall);
		if (call) readCall(call, answer);
	};

	const readCandidate = (candidate: JsonRecord, answer: Answer): void => {
		for (const part of asList(asRecord(candidate.content)?.parts)) readPart(part, answer);
		const finish = asText(candidate.finishReason);
		if (!finish) return;
		closeCall(answer);
		const word = finishWords.get(finish) ?? "other";
		answer.finish(word === "stop" && answer.hasTools ? "tool_calls" : word);
	};

	/** A prompt that Google will not answer gets no candidate. */
	const readBlocked = (feedback: JsonRecord | undefined, answer: Answer): void => {
		const reason = asText(feedback?.blockReason);
		if (!reason) return;
		const said = asText(feedback?.blockReasonMessage) ?? `The prompt was blocked: ${reason}`;
		answer.fail(mapStreamError("google", { error: { status: "CONTENT_FILTER", message: said } }));
	};

	const read = (value: unknown, answer: Answer): void => {
		const message = asRecord(Array.isArray(value) ? value[0] : value);
		if (!message) return;
		answer.identify(asText(message.modelVersion), asText(message.responseId));
		const usage = asRecord(message.usageMetadata);
		if (usage) answer.usage(googleUsage(usage));
		const candidates = asList(message.candidates).map(asRecord);
		const first = candidates.find((candidate) => candidate && (candidate.index ?? 0) === 0);
		if (message.error) answer.fail(mapStreamError("google", message));
		else if (first) readCandidate(first, answer);
		else readBlocked(asRecord(message.promptFeedback), answer);
	};
	return { read };
}
