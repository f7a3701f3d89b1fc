import { asList, asRecord, asText, type JsonRecord } from "../json.ts";
import { openRouterPrice } from "../price-listing.ts";
import type { ListedModel } from "../types.ts";
import type { Capability } from "../vocabulary.ts";
import { isoDate, isoFromSeconds, type Listing, positive, readEntries } from "./listing.ts";

/** Modalities and parameters of an OpenRouter-shaped entry in our words; undefined when it has no architecture. */
export const openRouterCapabilities = (entry: JsonRecord): Capability[] | undefined => {
	const architecture = asRecord(entry.architecture);
	if (!architecture) return undefined;
	const takes = asList(architecture.input_modalities);
	const gives = asList(architecture.output_modalities);
	const parameters = asList(entry.supported_parameters);
	const holds: Record<Capability, boolean> = {
		chat: gives.includes("text"),
		vision: takes.includes("image"),
		tools: parameters.includes("tools"),
		json: parameters.includes("response_format") || parameters.includes("structured_outputs"),
		reasoning: parameters.includes("reasoning") || parameters.includes("include_reasoning"),
		audio: takes.includes("audio") || gives.includes("audio"),
		embeddings: gives.includes("embeddings"),
		image: gives.includes("image"),
	};
	return (Object.keys(holds) as Capability[]).filter((capability) => holds[capability]);
};

const openRouterModel = (entry: JsonRecord, asOf: string): ListedModel | null => {
	const id = asText(entry.id);
	if (!id) return null;
	const { price, refused } = openRouterPrice(entry.pricing, asOf);
	return {
		id,
		displayName: asText(entry.name),
		contextLength: positive(entry.context_length),
		maxOutputTokens: positive(asRecord(entry.top_provider)?.max_completion_tokens),
		capabilities: openRouterCapabilities(entry),
		price: price ?? undefined,
		refusedPrice: refused ?? undefined,
		deprecationDate: isoDate(entry.expiration_date),
		createdAt: isoFromSeconds(entry.created),
		knowledgeCutoff: isoDate(entry.knowledge_cutoff),
	};
};

/** Only the paging numbers of the `next` link are taken: a link never chooses where the key goes. */
const nextPage = (link: unknown): string | null => {
	const text = asText(link);
	if (!text || !URL.canParse(text, "https://openrouter.ai")) return null;
	const { searchParams } = new URL(text, "https://openrouter.ai");
	const kept = new URLSearchParams();
	for (const name of ["offset", "limit", "cursor", "page"]) {
		const value = searchParams.get(name);
		if (value !== null) kept.set(name, value);
	}
	return kept.toString() || null;
};

export const openrouterListing: Listing = {
	// The model list answers 200 to any key, so only the key's own endpoint proves one.
	keyProbePath: "/key",
	path: (cursor) => (cursor ? `/models?${cursor}` : "/models"),
	parse: (body, asOf) => {
		const record = asRecord(body);
		const models = readEntries(record?.data, (entry) => openRouterModel(entry, asOf));
		return models && { models, next: nextPage(asRecord(record?.links)?.next) };
	},
};
