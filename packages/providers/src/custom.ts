import type { Adapter } from "./adapter.ts";
import { bearer, chatBody, openAiReader } from "./dialects/openai-chat.ts";
import type { ChatRequest } from "./types.ts";

/** Any OpenAI-compatible server: only what the common dialect has, so that strict servers accept it. */
export const custom: Adapter = {
	authHeaders: bearer,
	chatCall: (request: ChatRequest) => ({ path: "/chat/completions", json: chatBody(request) }),
	reader: () => openAiReader("custom"),
};
