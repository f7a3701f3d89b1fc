import { openAiChatWire } from "./openai-chat.ts";

/** Any OpenAI-compatible server, in the manner of those that people run themselves: no key needed, reasoning shown. */
export const custom = openAiChatWire({
	provider: "custom",
	root: "",
	version: "/v1",
	keyRequired: false,
	reasoning: (piece) => ({ reasoning_content: piece }),
	model: (model) => ({
		id: model.id,
		object: "model",
		created: Date.parse(model.createdAt) / 1000,
		owned_by: "sandbox",
		display_name: model.displayName,
		context_length: model.contextLength,
		max_output_tokens: model.maxOutputTokens,
		capabilities: model.capabilities,
	}),
});
