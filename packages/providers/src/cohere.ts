import type { Adapter } from "./adapter.ts";
import { cohereBody, cohereReader } from "./dialects/cohere-chat.ts";
import { bearer } from "./dialects/openai-chat.ts";
import type { ChatRequest } from "./types.ts";

/** Cohere's chat API, version 2. */
export const cohere: Adapter = {
	authHeaders: bearer,
	chatCall: (request: ChatRequest) => ({ path: "/chat", json: cohereBody(request) }),
	reader: () => cohereReader(),
};
