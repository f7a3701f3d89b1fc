import type { Capability, ListModelsInput } from "@llm-hub/api/schemas";

/** How the list may be sorted; the same words as the API's. */
export const sorts = ["name", "provider", "price", "contextLength"] as const satisfies ListModelsInput["sort"][];
export type Sort = (typeof sorts)[number];

export const capabilityNames: Record<Capability, string> = {
	chat: "chat",
	vision: "vision",
	tools: "tools",
	json: "JSON",
	reasoning: "reasoning",
	audio: "audio",
	embeddings: "embeddings",
	image: "images",
};

export const sortNames: Record<Sort, string> = {
	name: "Name",
	provider: "Provider",
	price: "Price",
	contextLength: "Context",
};
