import { chatUsage, openAiChatWire } from "./openai-chat.ts";
import { inSeconds, type WholeAnswer } from "./wire.ts";

const error = (status: number, message: string, type: string, code: string | null): WholeAnswer => ({
	status,
	body: { id: "sandbox-error", error: { message, type, param: null, code } },
});

/** Together: its list is a bare array with prices per 1M tokens; usage stands on the last chunk. */
export const together = openAiChatWire({
	provider: "together",
	root: "/together",
	version: "/v1",
	idPrefix: "o",
	reasoning: (piece) => ({ reasoning: piece }),
	usage: (usage) => {
		const { prompt_tokens, completion_tokens, total_tokens } = chatUsage(usage);
		return { prompt_tokens, completion_tokens, total_tokens, cached_tokens: usage.cachedInput };
	},
	usageOn: "last-choice",
	finish: (finish) => (finish === "content_filter" ? "stop" : finish),
	listBody: (models) => models,
	model: (model) => ({
		id: model.id,
		object: "model",
		created: Date.parse(model.createdAt) / 1000,
		type: "chat",
		running: false,
		display_name: model.displayName,
		organization: "Sandbox",
		context_length: model.contextLength,
		pricing: {
			hourly: 0,
			input: Number(model.inputPer1M),
			output: Number(model.outputPer1M),
			base: 0,
			finetune: 0,
		},
	}),
	refuse: (failure, { model, retryAfterMs = 2_000 }) => {
		switch (failure) {
			case "missing_key":
			case "unauthorized":
				return error(401, "Invalid API key provided.", "invalid_request_error", "invalid_api_key");
			case "quota":
				return error(402, "Your account has no credits left. Please add credit to continue.", "credit_limit", null);
			case "rate_limited":
				return {
					...error(429, "You have been rate limited. Your rate limit is 60 queries per minute.", "rate_limit", null),
					headers: { "retry-after": inSeconds(retryAfterMs) },
				};
			case "model_not_found":
				return error(
					404,
					`Unable to access model ${model}. Please see the list of supported models.`,
					"invalid_request_error",
					"model_not_available",
				);
			default:
				return null;
		}
	},
});
