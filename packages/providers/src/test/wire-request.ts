import { adapters } from "../adapter.ts";
import type { ChatRequest } from "../types.ts";
import type { ProviderType } from "../vocabulary.ts";

/** A request with everything in it. */
const fullRequest: ChatRequest = {
	model: "m-1",
	stream: true,
	messages: [
		{ role: "system", content: "Be brief." },
		{
			role: "user",
			content: [
				{ type: "text", text: "What is this?" },
				{ type: "image", mediaType: "image/png", base64: "aGk=" },
			],
		},
		{ role: "assistant", content: "", toolCalls: [{ id: "t1", name: "look", arguments: '{"at":"it"}' }] },
		{ role: "tool", toolCallId: "t1", content: "a cat" },
		{ role: "user", content: "Sure?" },
	],
	temperature: 1.5,
	maxTokens: 200,
	topP: 0.9,
	stop: ["END"],
	seed: 7,
	tools: [{ name: "look", description: "Looks", parameters: { type: "object" } }],
};

/** What goes over the wire for this request, with some of it changed: absent fields are absent. */
export const wire = (provider: ProviderType, change: Partial<ChatRequest> = {}) => {
	const call = adapters[provider].chatCall({ ...fullRequest, ...change });
	return { ...call, json: JSON.parse(JSON.stringify(call.json)) };
};
