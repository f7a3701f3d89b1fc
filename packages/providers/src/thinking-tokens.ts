import { extraThinkingTokens } from "./dialects/anthropic-messages.ts";
import type { ChatRequest } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

/** The tokens that a request lets a model think with beyond `maxTokens`; elsewhere thoughts are part of that limit. */
export const thinkingTokens = (provider: ProviderType, request: ChatRequest): number =>
	provider === "anthropic" ? extraThinkingTokens(request) : 0;
