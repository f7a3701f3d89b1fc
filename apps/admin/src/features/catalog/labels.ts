import type { Capability, ListModelsInput, SyncCounts } from "@llm-hub/api/schemas";
import { formatCount } from "@/lib/format.ts";

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

/** What a sync changed, without what it did not: `3 new`, `1 gone`, `2 to decide`. */
export const countWords = ({ new: added, changed, gone, pending }: SyncCounts): string[] =>
	[
		added > 0 && `${formatCount(added)} new`,
		changed > 0 && `${formatCount(changed)} changed`,
		gone > 0 && `${formatCount(gone)} gone`,
		pending > 0 && `${formatCount(pending)} to decide`,
	].filter((words) => words !== false);
