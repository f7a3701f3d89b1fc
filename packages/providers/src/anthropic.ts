import type { Adapter } from "./adapter.ts";
import { anthropicReader, messagesBody } from "./dialects/anthropic-messages.ts";
import type { ChatRequest } from "./types.ts";

/** Anthropic's messages API. */
export const anthropic: Adapter = {
	authHeaders: (secret) => ({ "anthropic-version": "2023-06-01", ...(secret ? { "x-api-key": secret } : {}) }),
	chatCall: (request: ChatRequest) => ({ path: "/messages", json: messagesBody(request) }),
	reader: () => anthropicReader(),
};
