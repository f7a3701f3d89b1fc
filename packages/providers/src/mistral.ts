import type { Adapter } from "./adapter.ts";
import { bearer, chatBody, openAiReader } from "./dialects/openai-chat.ts";
import type { ChatRequest } from "./types.ts";

/** Magistral always reasons and takes no effort; the other families know little between all and nothing. */
const effort = ({ model, reasoningEffort }: ChatRequest): string | undefined => {
	if (!reasoningEffort || model.startsWith("magistral")) return undefined;
	return reasoningEffort === "high" || reasoningEffort === "medium" ? "high" : "none";
};

/** Mistral: OpenAI's dialect, but a strict door: its own name for the seed, and usage comes unasked. */
export const mistral: Adapter = {
	authHeaders: bearer,
	chatCall: (request: ChatRequest) => {
		const { seed, stream_options, ...body } = chatBody(request);
		return { path: "/chat/completions", json: { ...body, random_seed: seed, reasoning_effort: effort(request) } };
	},
	reader: () => openAiReader("mistral"),
};
