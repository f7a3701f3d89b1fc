import { asList, asRecord, asText, type JsonRecord } from "../json.ts";
import type { ListedModel } from "../types.ts";
import type { Capability } from "../vocabulary.ts";
import { type Listing, positive, readEntries } from "./listing.ts";

const capabilitiesOf = (entry: JsonRecord): Capability[] => {
	const endpoints = asList(entry.endpoints);
	const features = asList(entry.features);
	const found: Capability[] = [];
	if (endpoints.includes("chat")) found.push("chat");
	if (features.includes("vision") || entry.supports_vision === true) found.push("vision");
	if (features.includes("tools")) found.push("tools");
	if (features.includes("json_mode") || features.includes("json_schema")) found.push("json");
	if (features.includes("reasoning")) found.push("reasoning");
	if (endpoints.includes("embed") || endpoints.includes("embed_image")) found.push("embeddings");
	return found;
};

const model = (entry: JsonRecord): ListedModel | null => {
	const id = asText(entry.name);
	return id
		? {
				id,
				contextLength: positive(entry.context_length),
				maxOutputTokens: positive(asRecord(entry.config)?.max_output_tokens),
				capabilities: capabilitiesOf(entry),
			}
		: null;
};

export const cohereListing: Listing = {
	// Chat is at version 2, the model list only at version 1 of the same host.
	baseUrl: (baseUrl) => baseUrl.replace(/\/v2\/*$/, "/v1"),
	keyProbePath: "/models?page_size=1",
	path: (cursor) => `/models?${new URLSearchParams({ page_size: "1000", ...(cursor ? { page_token: cursor } : {}) })}`,
	parse: (body) => {
		const record = asRecord(body);
		const models = readEntries(record?.models, model);
		return models && { models, next: asText(record?.next_page_token) ?? null };
	},
};
