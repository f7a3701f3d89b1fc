import type { Answer, Counted, ProviderName, SandboxModel } from "../types.ts";
import { openAiRefusal } from "./openai-errors.ts";
import { contentText, decoded, list, number, record, strings, text } from "./reading.ts";
import {
	type Asked,
	bearer,
	type Encoder,
	type RefusalFacts,
	type Route,
	sseData,
	type WholeAnswer,
	type Wire,
} from "./wire.ts";

/** Where the providers that speak OpenAI's chat dialect differ from each other. */
export interface ChatVariant {
	provider: ProviderName;
	root: string;
	version: string;
	keyRequired?: boolean;
	open?: Wire["open"];
	/** Prefix of answer ids (default `chatcmpl-`). */
	idPrefix?: string;
	/** Further top-level members of every chunk and answer. */
	members?: Record<string, unknown>;
	/** Sent before the first frame. */
	preamble?: string;
	/** How a delta or a message carries reasoning; absent: the provider keeps it to itself. */
	reasoning?: (text: string) => Record<string, unknown>;
	/** How a whole message carries reasoning, where that differs from `reasoning`. */
	reasoningMessage?: (reasoning: string, text: string) => Record<string, unknown>;
	usage?: (usage: Counted, answer: Answer) => unknown;
	/** Which chunk carries usage: one of its own, if the client asked; or the last one with choices, always. */
	usageOn?: "own-chunk" | "last-choice";
	/** Members of the first and of the last chunk with choices. */
	firstMembers?: (answer: Answer) => Record<string, unknown>;
	lastMembers?: (answer: Answer) => Record<string, unknown>;
	finish?: (finish: Answer["finish"]) => string;
	model?: (model: SandboxModel) => unknown;
	listBody?: (models: unknown[]) => unknown;
	refuse?: (failure: Parameters<Wire["refuse"]>[0], facts: RefusalFacts) => WholeAnswer | null;
	failFrame?: (refusal: WholeAnswer, answer: Answer) => string;
	keyFacts?: Wire["keyFacts"];
}

/** Usage in OpenAI's words: cached tokens are part of the prompt, reasoning is part of the completion. */
export function chatUsage(usage: Counted) {
	return {
		prompt_tokens: usage.input,
		completion_tokens: usage.output,
		total_tokens: usage.input + usage.output,
		prompt_tokens_details: {
			cached_tokens: usage.cachedInput,
			audio_tokens: 0,
			...(usage.cacheWrite > 0 && { cache_write_tokens: usage.cacheWrite }),
		},
		completion_tokens_details: { reasoning_tokens: usage.reasoning, audio_tokens: 0 },
	};
}

const openAiModel = (model: SandboxModel) => ({
	id: model.id,
	object: "model",
	created: Date.parse(model.createdAt) / 1000,
	owned_by: "sandbox",
});

function readChat(body: Record<string, unknown>, variant: ChatVariant): Asked {
	const messages = list(body.messages).map(record);
	const format = record(body.response_format);
	const parts = messages.flatMap((message) => list(message.content).map(record));
	return {
		model: text(body.model),
		stream: body.stream === true,
		texts: messages.map((message) => contentText(message.content)),
		lastUser: contentText(messages.findLast((message) => message.role === "user")?.content),
		images: parts.filter((part) => part.type === "image_url").length,
		maxTokens: number(body.max_completion_tokens) ?? number(body.max_tokens),
		stop: strings(body.stop),
		tools: list(body.tools).map((tool) => {
			const declared = record(record(tool).function);
			return { name: text(declared.name), parameters: declared.parameters };
		}),
		jsonSchema:
			format.type === "json_schema" ? record(format.json_schema).schema : format.type === "json_object" ? {} : null,
		reasoning: variant.reasoning ? "shown" : "never",
		wantsUsage: variant.usageOn === "last-choice" || record(body.stream_options).include_usage === true,
	};
}

function routeChat(version: string, method: string, path: string): Route | null {
	if (!path.startsWith(`${version}/`)) return null;
	const rest = path.slice(version.length + 1);
	if (rest === "chat/completions") return method === "POST" ? { kind: "chat" } : null;
	if (method !== "GET") return null;
	if (rest === "models") return { kind: "models" };
	if (rest.startsWith("models/")) return { kind: "model", model: decoded(rest.slice("models/".length)) };
	return rest === "key" ? { kind: "key" } : null;
}

function chatEncoder(answer: Answer, asked: Asked, variant: ChatVariant): Encoder {
	const head = JSON.stringify({
		id: (variant.idPrefix ?? "chatcmpl-") + answer.id,
		...variant.members,
		object: "chat.completion.chunk",
		created: answer.created,
		model: answer.model,
	}).slice(0, -1);
	const usage = answer.usage && asked.wantsUsage ? (variant.usage ?? chatUsage)(answer.usage, answer) : null;
	const start = `data: ${head},"choices":[{"index":0,"delta":`;
	const ownChunk = usage !== null && variant.usageOn !== "last-choice";
	const nullUsage = ownChunk ? `,"usage":null` : "";
	const end = `,"finish_reason":null}]${nullUsage}}\n\n`;
	const frame = (delta: string) => start + delta + end;
	const members = (extra: Record<string, unknown> | undefined) =>
		extra && Object.keys(extra).length > 0 ? `,${JSON.stringify(extra).slice(1, -1)}` : "";
	return {
		open: () =>
			`${variant.preamble ?? ""}${start}{"role":"assistant","content":""},"finish_reason":null}]` +
			`${members(variant.firstMembers?.(answer))}}\n\n`,
		reasoning: (piece) => (variant.reasoning ? frame(JSON.stringify(variant.reasoning(piece))) : ""),
		text: (piece) => frame(`{"content":${JSON.stringify(piece)}}`),
		tool: (call) => {
			const half = Math.ceil(call.arguments.length / 2);
			const opening = { index: 0, id: call.id, type: "function", function: { name: call.name, arguments: "" } };
			const rest = [call.arguments.slice(0, half), call.arguments.slice(half)].filter((part) => part !== "");
			return [
				frame(JSON.stringify({ tool_calls: [opening] })),
				...rest.map((part) => frame(JSON.stringify({ tool_calls: [{ index: 0, function: { arguments: part } }] }))),
			];
		},
		close: () => {
			const finish = variant.finish?.(answer.finish) ?? answer.finish;
			const inLast = usage ? { usage: ownChunk ? null : usage } : undefined;
			let out = `${start}{},"finish_reason":"${finish}"}]${members(inLast)}${members(variant.lastMembers?.(answer))}}\n\n`;
			if (ownChunk) {
				out += sseData(`${head},"choices":[],"usage":${JSON.stringify(usage)}}`);
			}
			return answer.done ? `${out}data: [DONE]\n\n` : out;
		},
		fail: (refusal) => variant.failFrame?.(refusal, answer) ?? sseData(JSON.stringify(refusal.body)),
	};
}

function wholeChat(answer: Answer, variant: ChatVariant): unknown {
	const content = answer.text.join("");
	const reasoning = answer.reasoning.join("");
	const call = answer.toolCall;
	const shown = reasoning
		? (variant.reasoningMessage?.(reasoning, content) ?? { ...variant.reasoning?.(reasoning), content })
		: { content };
	return {
		id: (variant.idPrefix ?? "chatcmpl-") + answer.id,
		...variant.members,
		object: "chat.completion",
		created: answer.created,
		model: answer.model,
		choices: [
			{
				index: 0,
				message: {
					role: "assistant",
					...shown,
					...(call && {
						content: content === "" ? null : content,
						tool_calls: [{ id: call.id, type: "function", function: { name: call.name, arguments: call.arguments } }],
					}),
				},
				finish_reason: variant.finish?.(answer.finish) ?? answer.finish,
			},
		],
		...(answer.usage && { usage: (variant.usage ?? chatUsage)(answer.usage, answer) }),
	};
}

/** A wire in OpenAI's chat dialect, with one provider's own habits. */
export function openAiChatWire(variant: ChatVariant): Wire {
	return {
		provider: variant.provider,
		root: variant.root,
		version: variant.version,
		keyRequired: variant.keyRequired ?? true,
		open: variant.open,
		keyFacts: variant.keyFacts,
		keyOf: (headers) => bearer(headers),
		route: (method, path) => routeChat(variant.version, method, path),
		read: (body) => readChat(body, variant),
		objection: (body) => (list(body.messages).length === 0 ? "Missing required parameter: 'messages'." : null),
		refuse: (failure, facts) => variant.refuse?.(failure, facts) ?? openAiRefusal(failure, facts),
		list: (models) => {
			const data = models.map(variant.model ?? openAiModel);
			return { status: 200, body: variant.listBody?.(data) ?? { object: "list", data } };
		},
		one: (model) => ({ status: 200, body: (variant.model ?? openAiModel)(model) }),
		encoder: (answer, asked) => chatEncoder(answer, asked, variant),
		whole: (answer) => wholeChat(answer, variant),
	};
}
