import { asList, asRecord, asText, type JsonRecord } from "../json.ts";
import type { ListedModel } from "../types.ts";
import type { Capability } from "../vocabulary.ts";
import { type Listing, positive, readEntries } from "./listing.ts";

/** Google tells what a model answers to, not what comes out of it: speech, music and pictures are known by their ids. */
const capabilitiesOf = (entry: JsonRecord, id: string): Capability[] => {
	const methods = asList(entry.supportedGenerationMethods);
	if (methods.includes("embedContent")) return ["embeddings"];
	if (methods.includes("predict") && id.startsWith("imagen")) return ["image"];
	if (!methods.includes("generateContent")) return [];
	if (/-tts\b|^lyria/.test(id)) return ["audio"];
	const found: Capability[] = ["chat"];
	if (entry.thinking === true) found.push("reasoning");
	if (/-image\b|^nano-banana/.test(id)) found.push("image");
	return found;
};

const model = (entry: JsonRecord): ListedModel | null => {
	const id = asText(entry.name)?.replace(/^models\//, "");
	return id
		? {
				id,
				displayName: asText(entry.displayName),
				contextLength: positive(entry.inputTokenLimit),
				maxOutputTokens: positive(entry.outputTokenLimit),
				capabilities: capabilitiesOf(entry, id),
			}
		: null;
};

export const googleListing: Listing = {
	keyProbePath: "/models?pageSize=1",
	path: (cursor) => `/models?${new URLSearchParams({ pageSize: "1000", ...(cursor ? { pageToken: cursor } : {}) })}`,
	parse: (body) => {
		const record = asRecord(body);
		const models = readEntries(record?.models, model);
		return models && { models, next: asText(record?.nextPageToken) ?? null };
	},
};
