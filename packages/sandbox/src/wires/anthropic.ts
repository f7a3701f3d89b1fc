import type { Answer, FinishName, SandboxModel } from "../types.ts";
import { contentText, decoded, list, number, pageOf, parseObject, record, sizeOf, strings, text } from "./reading.ts";
import { type Asked, bearer, type Encoder, inSeconds, sseEvent, type WholeAnswer, type Wire } from "./wire.ts";

const stopReasons: Record<FinishName, string> = {
	stop: "end_turn",
	length: "max_tokens",
	tool_calls: "tool_use",
	content_filter: "refusal",
};

const error = (status: number, type: string, message: string, headers?: Record<string, string>): WholeAnswer => ({
	status,
	headers,
	body: { type: "error", error: { type, message }, request_id: "req_sandbox" },
});

const refuse: Wire["refuse"] = (failure, { model, retryAfterMs, detail }) => {
	switch (failure) {
		case "missing_key":
			return error(401, "authentication_error", "x-api-key header is required");
		case "unauthorized":
			return error(401, "authentication_error", "invalid x-api-key");
		case "forbidden":
			return error(403, "permission_error", "Your API key does not have permission to use the specified resource.");
		case "quota":
			return error(
				400,
				"invalid_request_error",
				"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
			);
		case "rate_limited":
			return error(
				429,
				"rate_limit_error",
				"This request would exceed your organization's rate limit of 50 requests per minute.",
				{ "retry-after": inSeconds(retryAfterMs ?? 2_000) },
			);
		case "model_not_found":
			return error(404, "not_found_error", `model: ${model}`);
		case "context_length":
			return error(400, "invalid_request_error", "prompt is too long: 200001 tokens > 200000 maximum");
		case "content_filtered":
			return error(400, "invalid_request_error", "Output blocked by content filtering policy");
		case "overloaded":
			return error(
				529,
				"overloaded_error",
				"Overloaded",
				retryAfterMs === undefined ? undefined : { "retry-after": inSeconds(retryAfterMs) },
			);
		case "not_found":
			return error(404, "not_found_error", "Not found");
		case "unknown":
			return error(200, "sandbox_error", "Something happened that has no name.");
		default:
			return error(400, "invalid_request_error", detail ?? "temperature: range: 0..1");
	}
};

const modelEntry = (model: SandboxModel) => ({
	type: "model",
	id: model.id,
	display_name: model.displayName,
	created_at: model.createdAt,
	max_input_tokens: model.contextLength,
	max_tokens: model.maxOutputTokens,
	capabilities: {
		image_input: { supported: model.capabilities.includes("vision") },
		structured_outputs: { supported: model.capabilities.includes("json") },
		thinking: { supported: model.capabilities.includes("reasoning") },
	},
});

function read(body: Record<string, unknown>): Asked {
	const messages = list(body.messages).map(record);
	const blocks = messages.flatMap((message) => list(message.content).map(record));
	const format = record(record(body.output_config).format);
	return {
		model: text(body.model),
		stream: body.stream === true,
		texts: [
			contentText(body.system),
			...messages.map((message) => contentText(message.content)),
			...blocks.filter((block) => block.type === "tool_result").map((block) => contentText(block.content)),
		],
		lastUser: contentText(messages.findLast((message) => message.role === "user")?.content),
		images: blocks.filter((block) => block.type === "image").length,
		maxTokens: number(body.max_tokens),
		stop: strings(body.stop_sequences),
		tools: list(body.tools).map((tool) => ({
			name: text(record(tool).name),
			parameters: record(tool).input_schema,
		})),
		jsonSchema: format.type === "json_schema" ? format.schema : null,
		reasoning: "shown",
		wantsUsage: true,
	};
}

function usageOf(answer: Answer) {
	const usage = answer.usage;
	if (!usage) return undefined;
	return {
		// Anthropic counts cache reads and writes outside of input_tokens.
		input_tokens: usage.input - usage.cachedInput - usage.cacheWrite,
		cache_creation_input_tokens: usage.cacheWrite,
		cache_read_input_tokens: usage.cachedInput,
		cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite, ephemeral_1h_input_tokens: 0 },
		output_tokens: usage.output,
		service_tier: "standard",
	};
}

function encoder(answer: Answer): Encoder {
	let index = -1;
	let block: "thinking" | "text" | "tool_use" | null = null;
	const stopBlock = () => {
		if (block === null) return "";
		const signature =
			block === "thinking"
				? sseEvent(
						"content_block_delta",
						`{"type":"content_block_delta","index":${index},"delta":{"type":"signature_delta","signature":"c2FuZGJveA=="}}`,
					)
				: "";
		block = null;
		return `${signature}${sseEvent("content_block_stop", `{"type":"content_block_stop","index":${index}}`)}`;
	};
	const startBlock = (kind: NonNullable<typeof block>, contents: unknown) => {
		if (block === kind) return "";
		const closing = stopBlock();
		block = kind;
		index += 1;
		const data = JSON.stringify({ type: "content_block_start", index, content_block: contents });
		return closing + sseEvent("content_block_start", data) + (index === 0 ? sseEvent("ping", `{"type": "ping"}`) : "");
	};
	const delta = (type: string, field: string, value: string) =>
		`event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":"${type}","${field}":${JSON.stringify(value)}}}\n\n`;
	return {
		open: () => {
			const usage = usageOf(answer);
			const message = {
				id: `msg_${answer.id}`,
				type: "message",
				role: "assistant",
				model: answer.model,
				content: [],
				stop_reason: null,
				stop_sequence: null,
				...(usage && { usage: { ...usage, output_tokens: 1 } }),
			};
			return sseEvent("message_start", JSON.stringify({ type: "message_start", message }));
		},
		reasoning: (piece) =>
			startBlock("thinking", { type: "thinking", thinking: "", signature: "" }) +
			delta("thinking_delta", "thinking", piece),
		text: (piece) => startBlock("text", { type: "text", text: "" }) + delta("text_delta", "text", piece),
		tool: (call) => {
			const half = Math.ceil(call.arguments.length / 2);
			const start = startBlock("tool_use", { type: "tool_use", id: call.id, name: call.name, input: {} });
			return [
				start + delta("input_json_delta", "partial_json", ""),
				delta("input_json_delta", "partial_json", call.arguments.slice(0, half)),
				delta("input_json_delta", "partial_json", call.arguments.slice(half)),
			];
		},
		close: () => {
			const end = {
				type: "message_delta",
				delta: { stop_reason: stopReasons[answer.finish], stop_sequence: null },
				...(answer.usage && { usage: usageOf(answer) }),
			};
			const out = stopBlock() + sseEvent("message_delta", JSON.stringify(end));
			return answer.done ? out + sseEvent("message_stop", `{"type":"message_stop"}`) : out;
		},
		fail: (refusal) => sseEvent("error", JSON.stringify(refusal.body)),
	};
}

function whole(answer: Answer): unknown {
	const reasoning = answer.reasoning.join("");
	const said = answer.text.join("");
	const call = answer.toolCall;
	return {
		id: `msg_${answer.id}`,
		type: "message",
		role: "assistant",
		model: answer.model,
		content: [
			...(reasoning ? [{ type: "thinking", thinking: reasoning, signature: "c2FuZGJveA==" }] : []),
			...(said ? [{ type: "text", text: said }] : []),
			...(call ? [{ type: "tool_use", id: call.id, name: call.name, input: parseObject(call.arguments) }] : []),
		],
		stop_reason: stopReasons[answer.finish],
		stop_sequence: null,
		...(answer.usage && { usage: usageOf(answer) }),
	};
}

/** Anthropic's Messages API; its list pages by `after_id` and `limit` (20, at most 1000). */
export const anthropic: Wire = {
	provider: "anthropic",
	root: "/anthropic",
	version: "/v1",
	keyRequired: true,
	keyOf: (headers) => {
		const value = headers["x-api-key"];
		return typeof value === "string" ? { header: "x-api-key", value } : bearer(headers);
	},
	route: (method, path) => {
		if (path === "/v1/messages" && method === "POST") return { kind: "chat" };
		if (path === "/v1/models" && method === "GET") return { kind: "models" };
		const one = /^\/v1\/models\/(.+)$/.exec(path);
		return one?.[1] && method === "GET" ? { kind: "model", model: decoded(one[1]) } : null;
	},
	read,
	objection: (body, headers) => {
		if (!headers["anthropic-version"]) return "anthropic-version: header is required";
		if (number(body.max_tokens) === null) return "max_tokens: Field required";
		return list(body.messages).length === 0 ? "messages: at least one message is required" : null;
	},
	refuse,
	list: (models, query, pageSize) => {
		const after = query.get("after_id");
		const start = after === null ? 0 : models.findIndex((model) => model.id === after) + 1;
		const { page, more } = pageOf(models, start, sizeOf(query.get("limit"), 20, 1000, pageSize));
		return {
			status: 200,
			body: {
				data: page.map(modelEntry),
				has_more: more,
				first_id: page[0]?.id ?? null,
				last_id: page.at(-1)?.id ?? null,
			},
		};
	},
	one: (model) => ({ status: 200, body: modelEntry(model) }),
	encoder,
	whole,
};
