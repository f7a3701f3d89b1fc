import { openAiChatWire } from "./openai-chat.ts";
import { openRouterModel } from "./openrouter.ts";

/**
 * Any OpenAI-compatible server, in the manner of those that people run themselves: no key needed, reasoning shown,
 * and a list that says as much about a model as OpenRouter's does.
 */
export const custom = openAiChatWire({
	provider: "custom",
	root: "",
	version: "/v1",
	keyRequired: false,
	reasoning: (piece) => ({ reasoning_content: piece }),
	model: openRouterModel,
});
