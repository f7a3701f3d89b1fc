import type { Adapter } from "./adapter.ts";
import { bearer, chatBody, openAiReader } from "./dialects/openai-chat.ts";
import type { ChatRequest } from "./types.ts";

/** OpenRouter: OpenAI's dialect, with the charged cost in the usage and one word for reasoning effort. */
export const openrouter: Adapter = {
	authHeaders: bearer,
	chatCall: (request: ChatRequest) => {
		const { reasoning_effort, stream_options, ...body } = chatBody(request);
		const reasoning = reasoning_effort ? { effort: reasoning_effort } : undefined;
		return { path: "/chat/completions", json: { ...body, reasoning, usage: { include: true } } };
	},
	reader: () => openAiReader("openrouter"),
};
