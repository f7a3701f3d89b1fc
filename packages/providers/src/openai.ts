import type { Adapter } from "./adapter.ts";
import { bearer, chatBody, openAiReader } from "./dialects/openai-chat.ts";
import type { ChatRequest } from "./types.ts";

/** The families that reason: they take `max_completion_tokens` and refuse a temperature; their chat variants do not. */
const reasoningModel = /^(?:ft:)?(?:o\d|gpt-[5-9]|codex)(?!.*-chat)/;
/**
 * Only the first of them are sent a stop sequence: by public reports o3, o4-mini and GPT-5 answer 400 to it, and later
 * ones are taken to be alike.
 */
const knowsStop = /^(?:ft:)?(?:o1|o3-mini)/;
/** Only the first of GPT-5 knows it. */
const knowsMinimal = /^(?:ft:)?gpt-5(?!\.)/;

/** OpenAI's chat completions API. */
export const openai: Adapter = {
	authHeaders: bearer,
	chatCall: (request: ChatRequest) => {
		const { max_tokens, temperature, top_p, stop, reasoning_effort, ...body } = chatBody(request);
		const isMinimal = reasoning_effort === "minimal" && !knowsMinimal.test(request.model);
		const special = reasoningModel.test(request.model)
			? {
					reasoning_effort: isMinimal ? "low" : reasoning_effort,
					stop: knowsStop.test(request.model) ? stop : undefined,
				}
			: { temperature, top_p, stop };
		return { path: "/chat/completions", json: { max_completion_tokens: max_tokens, ...special, ...body } };
	},
	reader: () => openAiReader("openai"),
};
