import { chatUsage, openAiChatWire } from "./openai-chat.ts";
import { inSeconds, type WholeAnswer } from "./wire.ts";

const error = (status: number, message: string, type: string, code?: string): WholeAnswer => ({
	status,
	body: { error: { message, type, ...(code && { code }) } },
});

/** Groq: usage always comes in `x_groq` on the last chunk, and again in its own chunk for those who ask. */
export const groq = openAiChatWire({
	provider: "groq",
	root: "/groq",
	version: "/openai/v1",
	members: { system_fingerprint: "fp_sandbox" },
	reasoning: (piece) => ({ reasoning: piece }),
	firstMembers: (answer) => ({ x_groq: { id: `req_${answer.id}` } }),
	lastMembers: (answer) => ({
		x_groq: {
			id: `req_${answer.id}`,
			...(answer.usage && {
				usage: { queue_time: 0.001, prompt_time: 0.001, total_time: 0.1, ...chatUsage(answer.usage) },
			}),
		},
	}),
	model: (model) => ({
		id: model.id,
		object: "model",
		created: Date.parse(model.createdAt) / 1000,
		owned_by: "sandbox",
		active: true,
		context_window: model.contextLength,
		max_completion_tokens: model.maxOutputTokens,
		public_apps: null,
	}),
	refuse: (failure, { model, retryAfterMs = 2_000 }) => {
		switch (failure) {
			case "missing_key":
			case "unauthorized":
				return error(401, "Invalid API Key", "invalid_request_error", "invalid_api_key");
			case "rate_limited":
				return {
					...error(
						429,
						`Rate limit reached for model \`${model}\` on tokens per minute (TPM): Limit 6000, Used 5900, Requested 200. Please try again in ${retryAfterMs / 1000}s.`,
						"tokens",
						"rate_limit_exceeded",
					),
					headers: { "retry-after": inSeconds(retryAfterMs) },
				};
			case "forbidden":
				return error(403, "Your organization does not have permission to use this model.", "permissions_error");
			case "overloaded":
				return error(
					503,
					"The model is over capacity and overloaded. Please try again later.",
					"internal_server_error",
				);
			default:
				return null;
		}
	},
});
