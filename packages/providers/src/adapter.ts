import type { Reader } from "./answer.ts";
import { anthropic } from "./anthropic.ts";
import { cohere } from "./cohere.ts";
import { custom } from "./custom.ts";
import { google } from "./google.ts";
import { groq } from "./groq.ts";
import { mistral } from "./mistral.ts";
import { openai } from "./openai.ts";
import { openrouter } from "./openrouter.ts";
import { together } from "./together.ts";
import type { ChatRequest } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

/** The HTTP call that a chat request becomes; `path` is appended to the target's base URL. */
export interface ChatCall {
	path: string;
	headers?: Record<string, string>;
	json: Record<string, unknown>;
}

/** All that differs between two providers when they chat. */
export interface Adapter {
	/** The headers that carry the key, and those the provider wants on every call. No key: no key header. */
	authHeaders(secret: string | null): Record<string, string>;
	/** The provider's own words for a chat request. Never throws. */
	chatCall(request: ChatRequest): ChatCall;
	/** A fresh reader for the JSON messages of one answer, streamed or whole. */
	reader(): Reader;
}

export const adapters: Readonly<Record<ProviderType, Adapter>> = {
	openrouter,
	openai,
	anthropic,
	google,
	cohere,
	groq,
	together,
	mistral,
	custom,
};
