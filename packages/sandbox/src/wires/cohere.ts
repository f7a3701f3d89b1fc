import type { Answer, FinishName, SandboxModel } from "../types.ts";
import { contentText, decoded, list, number, pageOf, record, sizeOf, strings, text } from "./reading.ts";
import {
	type Asked,
	bearer,
	type Encoder,
	inSeconds,
	type Route,
	sseData,
	sseEvent,
	type WholeAnswer,
	type Wire,
} from "./wire.ts";

const finishReasons: Record<FinishName, string> = {
	stop: "COMPLETE",
	length: "MAX_TOKENS",
	tool_calls: "TOOL_CALL",
	content_filter: "ERROR_TOXIC",
};

const error = (status: number, message: string, headers?: Record<string, string>): WholeAnswer => ({
	status,
	headers,
	body: { id: "5a2db0c5-0000-4000-8000-000000000000", message },
});

const refuse: Wire["refuse"] = (failure, { model, retryAfterMs, detail }) => {
	switch (failure) {
		case "missing_key":
			return error(401, "no api key supplied");
		case "unauthorized":
			return error(401, "invalid api token");
		case "forbidden":
			return error(403, "your API token does not have permission to use this model");
		case "quota":
			return error(402, "you have reached your billing limit: insufficient credits");
		case "rate_limited":
			return error(429, "You are using a Trial key, which is limited to 10 API calls / minute.", {
				"retry-after": inSeconds(retryAfterMs ?? 2_000),
			});
		case "model_not_found":
			return error(404, `model '${model}' not found, make sure the correct model ID was used`);
		case "context_length":
			return error(400, "too many tokens: total number of tokens in the prompt cannot exceed 8192 - received 9001.");
		case "content_filtered":
			return error(400, "blocked by our content filter: the message violates our usage guidelines");
		case "overloaded":
			return error(503, "the service is overloaded, please try again later");
		case "not_found":
			return error(404, "the requested path does not exist");
		case "unknown":
			return { status: 200, body: { error: { message: "something happened that has no name" } } };
		default:
			return error(400, detail ?? "invalid request: temperature must be between 0 and 1.0 inclusive.");
	}
};

const modelEntry = (model: SandboxModel) => ({
	name: model.id,
	endpoints: ["chat"],
	default_endpoints: [],
	finetuned: false,
	context_length: model.contextLength,
	tokenizer_url: null,
	supports_vision: model.capabilities.includes("vision"),
	features: [
		...(model.capabilities.includes("json") ? ["json_mode", "json_schema"] : []),
		...(model.capabilities.includes("tools") ? ["strict_tools", "tools"] : []),
		...(model.capabilities.includes("vision") ? ["vision"] : []),
		...(model.capabilities.includes("reasoning") ? ["reasoning"] : []),
	],
	config: { max_output_tokens: model.maxOutputTokens },
});

/** Chat is at version 2; lists stayed at version 1. */
function route(method: string, path: string): Route | null {
	if (path === "/v2/chat") return method === "POST" ? { kind: "chat" } : null;
	if (method !== "GET") return null;
	if (path === "/v1/models") return { kind: "models" };
	const one = /^\/v1\/models\/(.+)$/.exec(path);
	return one?.[1] ? { kind: "model", model: decoded(one[1]) } : null;
}

function read(body: Record<string, unknown>): Asked {
	const messages = list(body.messages).map(record);
	const parts = messages.flatMap((message) => list(message.content).map(record));
	const format = record(body.response_format);
	return {
		model: text(body.model),
		stream: body.stream === true,
		texts: messages.map((message) => contentText(message.content)),
		lastUser: contentText(messages.findLast((message) => message.role === "user")?.content),
		images: parts.filter((part) => part.type === "image_url").length,
		maxTokens: number(body.max_tokens),
		stop: strings(body.stop_sequences),
		tools: list(body.tools).map((tool) => {
			const declared = record(record(tool).function);
			return { name: text(declared.name), parameters: declared.parameters };
		}),
		jsonSchema: format.type === "json_object" ? (format.json_schema ?? format.schema ?? {}) : null,
		reasoning: "shown",
		wantsUsage: true,
	};
}

function usageOf(answer: Answer) {
	const usage = answer.usage;
	if (!usage) return {};
	return {
		usage: {
			billed_units: { input_tokens: usage.billedInput, output_tokens: usage.billedOutput },
			tokens: { input_tokens: usage.input, output_tokens: usage.output },
			cached_tokens: usage.cachedInput,
		},
	};
}

/** A stream that fails has no status to tell the kind by. */
const errorTypes: Record<number, string> = {
	400: "INVALID_REQUEST",
	401: "UNAUTHORIZED",
	402: "PAYMENT_REQUIRED",
	403: "PERMISSION_DENIED",
	404: "NOT_FOUND",
	429: "RATE_LIMITED",
	503: "OVERLOADED",
};

const functionOf = (name: string, args: string) => ({ name, arguments: args });

function encoder(answer: Answer): Encoder {
	let index = -1;
	let block: "thinking" | "text" | null = null;
	const event = (type: string, rest: Record<string, unknown>) => sseEvent(type, JSON.stringify({ type, ...rest }));
	const message = (contents: Record<string, unknown>) => ({ delta: { message: contents } });
	const stopBlock = () => {
		if (block === null) return "";
		block = null;
		return event("content-end", { index });
	};
	const piece = (kind: "thinking" | "text", value: string) => {
		let out = "";
		if (block !== kind) {
			out = stopBlock();
			block = kind;
			index += 1;
			out += event("content-start", { index, ...message({ content: { type: kind, [kind]: "" } }) });
		}
		return out + event("content-delta", { index, ...message({ content: { [kind]: value } }) });
	};
	return {
		open: () => {
			const contents = { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] };
			return event("message-start", { id: answer.id, ...message(contents) });
		},
		reasoning: (value) => piece("thinking", value),
		text: (value) => piece("text", value),
		tool: (call) => {
			const half = Math.ceil(call.arguments.length / 2);
			const start = { id: call.id, type: "function", function: functionOf(call.name, "") };
			const part = (args: string) => message({ tool_calls: { function: { arguments: args } } });
			return [
				stopBlock() + event("tool-call-start", { index: 0, ...message({ tool_calls: start }) }),
				event("tool-call-delta", { index: 0, ...part(call.arguments.slice(0, half)) }),
				event("tool-call-delta", { index: 0, ...part(call.arguments.slice(half)) }) +
					event("tool-call-end", { index: 0 }),
			];
		},
		close: () => {
			const delta = { finish_reason: finishReasons[answer.finish], ...usageOf(answer) };
			const out = stopBlock() + event("message-end", { delta });
			return answer.done ? out + sseData("[DONE]") : out;
		},
		fail: (refusal) => {
			const said = text(record(refusal.body).message) || "something happened that has no name";
			const error_type = errorTypes[refusal.status] ?? "UNKNOWN";
			const delta = { finish_reason: "ERROR", usage: {}, error: said, error_type };
			return event("message-end", { delta }) + sseData("[DONE]");
		},
	};
}

/** Cohere's chat, version 2; its list, at version 1, pages by `page_token` and `page_size` (20, at most 1000). */
export const cohere: Wire = {
	provider: "cohere",
	root: "/cohere",
	version: "/v2",
	keyRequired: true,
	keyOf: bearer,
	route,
	read,
	objection: (body) =>
		list(body.messages).length === 0 ? "invalid request: messages must be at least one message" : null,
	refuse,
	list: (models, query, pageSize) => {
		const size = sizeOf(query.get("page_size"), 20, 1_000, pageSize);
		const start = Number(query.get("page_token") ?? 0);
		const { page, more } = pageOf(models, start, size);
		return {
			status: 200,
			body: { models: page.map(modelEntry), ...(more && { next_page_token: String(start + size) }) },
		};
	},
	one: (model) => ({ status: 200, body: modelEntry(model) }),
	encoder,
	whole: (answer) => {
		const reasoning = answer.reasoning.join("");
		const said = answer.text.join("");
		const call = answer.toolCall;
		return {
			id: answer.id,
			finish_reason: finishReasons[answer.finish],
			message: {
				role: "assistant",
				content: [
					...(reasoning ? [{ type: "thinking", thinking: reasoning }] : []),
					...(said ? [{ type: "text", text: said }] : []),
				],
				...(call && {
					tool_calls: [{ id: call.id, type: "function", function: functionOf(call.name, call.arguments) }],
				}),
			},
			...usageOf(answer),
		};
	},
};
