import type { Capability } from "@llm-hub/api/schemas";
import type { Sort } from "./use-catalog-filters.ts";

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
