import type { Adapter } from "./adapter.ts";
import { bearer, chatBody, openAiReader } from "./dialects/openai-chat.ts";
import type { ChatRequest } from "./types.ts";

/** These write their thoughts into the text unless told otherwise. */
const thinksAloud = /qwen|qwq|deepseek-r1/;

/** Qwen thinks or does not; the others know no effort below `low`. */
const effort = ({ model, reasoningEffort }: ChatRequest): string | undefined => {
	if (reasoningEffort && model.includes("qwen")) return "default";
	return reasoningEffort === "minimal" ? "low" : reasoningEffort;
};

/** Groq: OpenAI's dialect with `x_groq` beside it. */
export const groq: Adapter = {
	authHeaders: bearer,
	chatCall: (request: ChatRequest) => {
		const { max_tokens, ...body } = chatBody(request);
		return {
			path: "/chat/completions",
			json: {
				...body,
				max_completion_tokens: max_tokens,
				reasoning_effort: effort(request),
				reasoning_format: thinksAloud.test(request.model) ? "parsed" : undefined,
			},
		};
	},
	reader: () => openAiReader("groq"),
};
