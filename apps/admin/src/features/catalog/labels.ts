import type { Capability, ContextBand, ListModelsInput, PriceBand, SyncCounts } from "@llm-hub/api/schemas";
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

/** USD per 1M input tokens. */
export const priceBandNames = {
	free: "free",
	below_0_5: "under $0.50",
	from_0_5: "$0.50 to $3",
	from_3: "$3 to $15",
	from_15: "$15 and more",
	unknown: "price unknown",
} as const satisfies Record<PriceBand, string>;
export const priceBands = Object.keys(priceBandNames) as PriceBand[];

/** Tokens. */
export const contextBandNames = {
	below_32k: "under 32K",
	from_32k: "32K to 128K",
	from_128k: "128K to 400K",
	from_400k: "400K to 1M",
	from_1m: "1M and more",
	unknown: "context unknown",
} as const satisfies Record<ContextBand, string>;
export const contextBands = Object.keys(contextBandNames) as ContextBand[];

export const usableNames = { usable: "I may use", not_usable: "not open to me" } as const;

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
