import { chatUsage, openAiChatWire } from "./openai-chat.ts";
import { record } from "./reading.ts";
import { inSeconds, type RefusalFacts, sseData, type WholeAnswer, type Wire } from "./wire.ts";

const error = (status: number, message: string, type: string, code: string | null = null): WholeAnswer => ({
	status,
	body: { object: "error", message, type, param: null, code, raw_status_code: status },
});

function refuse(failure: Parameters<Wire["refuse"]>[0], facts: RefusalFacts): WholeAnswer | null {
	switch (failure) {
		case "missing_key":
		case "unauthorized":
			return { status: 401, body: { detail: "Unauthorized" } };
		case "forbidden":
			return error(403, "Your key does not have permission to use this model.", "permission_denied");
		case "quota":
			return error(402, "You have insufficient credits. Check your billing details.", "payment_required");
		case "rate_limited":
			return {
				...error(429, "Rate limit exceeded", "rate_limited", "1300"),
				headers: { "retry-after": inSeconds(facts.retryAfterMs ?? 2_000) },
			};
		case "model_not_found":
			return error(400, `Invalid model: ${facts.model}`, "invalid_model", "1500");
		case "context_length":
			return error(
				400,
				"Prompt contains 9001 tokens and 0 draft tokens, too large for model with 8192 maximum context length",
				"invalid_request_prompt",
				"3051",
			);
		case "content_filtered":
			return error(403, "The prompt was flagged by moderation: content policy.", "moderation", "2000");
		case "overloaded":
			return error(503, "The service is temporarily unavailable.", "unavailable", "3500");
		case "not_found":
			return { status: 404, body: { message: "no Route matched with those values" } };
		case "bad_request":
			return {
				status: 422,
				body: {
					detail: [{ type: "value_error", loc: ["body"], msg: facts.detail ?? "Input should be at most 1.5" }],
				},
			};
		default:
			return null;
	}
}

/** Mistral: reasoning is a list of content parts, usage comes unasked on the last chunk, errors have no envelope. */
export const mistral = openAiChatWire({
	provider: "mistral",
	root: "/mistral",
	version: "/v1",
	idPrefix: "",
	reasoning: (piece) => ({ content: [{ type: "thinking", thinking: [{ type: "text", text: piece }] }] }),
	reasoningMessage: (reasoning, text) => ({
		content: [
			{ type: "thinking", thinking: [{ type: "text", text: reasoning }], closed: true },
			{ type: "text", text },
		],
	}),
	usage: (usage) => {
		const { prompt_tokens, completion_tokens, total_tokens } = chatUsage(usage);
		return {
			prompt_tokens,
			total_tokens,
			completion_tokens,
			prompt_tokens_details: { cached_tokens: usage.cachedInput },
		};
	},
	usageOn: "last-choice",
	model: (model) => ({
		id: model.id,
		object: "model",
		created: Date.parse(model.createdAt) / 1000,
		owned_by: "sandbox",
		name: model.displayName,
		max_context_length: model.contextLength,
		aliases: [],
		deprecation: model.deprecationDate ?? null,
		deprecation_replacement_model: model.replacedBy ?? null,
		type: "base",
		capabilities: {
			completion_chat: model.capabilities.includes("chat"),
			completion_fim: false,
			function_calling: model.capabilities.includes("tools"),
			vision: model.capabilities.includes("vision"),
			reasoning: model.capabilities.includes("reasoning"),
		},
	}),
	refuse,
	failFrame: ({ status, body }) => {
		const { detail, ...rest } = record(body);
		const said = detail === undefined ? rest : error(status, JSON.stringify(detail), "invalid_request").body;
		return sseData(JSON.stringify(said));
	},
});
