import { asRecord, asText, type JsonRecord } from "../json.ts";
import type { ListedModel } from "../types.ts";
import type { Capability } from "../vocabulary.ts";
import { type Listing, positive, readEntries } from "./listing.ts";

const names: ReadonlyArray<readonly [string, Capability]> = [
	["image_input", "vision"],
	["structured_outputs", "json"],
	["thinking", "reasoning"],
];

const capabilitiesOf = (entry: JsonRecord): Capability[] | undefined => {
	const stated = asRecord(entry.capabilities);
	if (!stated) return undefined;
	const found = names.filter(([name]) => asRecord(stated[name])?.supported === true);
	// Every model of the Messages API chats and takes tools; the list has no word for either.
	return ["chat", "tools", ...found.map(([, capability]) => capability)];
};

/** An unknown release date is written as the start of Unix time. */
const createdAt = (value: unknown): string | undefined => {
	const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
	return time > 0 ? new Date(time).toISOString() : undefined;
};

const model = (entry: JsonRecord): ListedModel | null => {
	const id = asText(entry.id);
	return id
		? {
				id,
				displayName: asText(entry.display_name),
				contextLength: positive(entry.max_input_tokens),
				maxOutputTokens: positive(entry.max_tokens),
				capabilities: capabilitiesOf(entry),
				createdAt: createdAt(entry.created_at),
			}
		: null;
};

export const anthropicListing: Listing = {
	keyProbePath: "/models?limit=1",
	path: (cursor) => `/models?${new URLSearchParams({ limit: "1000", ...(cursor ? { after_id: cursor } : {}) })}`,
	parse: (body) => {
		const record = asRecord(body);
		const models = readEntries(record?.data, model);
		const last = asText(record?.last_id) ?? models?.at(-1)?.id;
		return models && { models, next: record?.has_more === true ? (last ?? null) : null };
	},
};
