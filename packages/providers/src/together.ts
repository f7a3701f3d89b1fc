import type { Adapter } from "./adapter.ts";
import { bearer, chatBody, openAiReader } from "./dialects/openai-chat.ts";
import type { ChatRequest } from "./types.ts";

/** Together AI: OpenAI's dialect. */
export const together: Adapter = {
	authHeaders: bearer,
	chatCall: (request: ChatRequest) => ({ path: "/chat/completions", json: chatBody(request) }),
	reader: () => openAiReader("together"),
};
