import { asRecord, asText, type JsonRecord } from "../json.ts";
import type { ListedModel } from "../types.ts";
import type { Capability } from "../vocabulary.ts";
import { isoDate, type Listing, positive, readEntries } from "./listing.ts";

const names: ReadonlyArray<readonly [string, Capability]> = [
	["completion_chat", "chat"],
	["vision", "vision"],
	["function_calling", "tools"],
	["reasoning", "reasoning"],
	["audio", "audio"],
];

const capabilitiesOf = (entry: JsonRecord): Capability[] | undefined => {
	const stated = asRecord(entry.capabilities);
	if (!stated) return undefined;
	const found = names.filter(([name]) => stated[name] === true).map(([, capability]) => capability);
	// The list has no word for embeddings; the ids do.
	return found.length === 0 && asText(entry.id)?.includes("embed") ? ["embeddings"] : found;
};

/** `created` is left out: it is the moment of the answer, the same of every model. */
const model = (entry: JsonRecord): ListedModel | null => {
	const id = asText(entry.id);
	return id
		? {
				id,
				displayName: asText(entry.name),
				contextLength: positive(entry.max_context_length),
				capabilities: capabilitiesOf(entry),
				deprecationDate: isoDate(entry.deprecation),
				replacedBy: asText(entry.deprecation_replacement_model) || undefined,
			}
		: null;
};

export const mistralListing: Listing = {
	keyProbePath: "/models",
	path: () => "/models",
	parse: (body) => {
		const models = readEntries(asRecord(body)?.data, model);
		return models && { models, next: null };
	},
};
