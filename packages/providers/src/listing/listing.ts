import { asRecord, type JsonRecord } from "../json.ts";
import { storableText } from "../storable-text.ts";
import type { ListedModel } from "../types.ts";

/** One page of a provider's model list, read. `next` is the cursor of the page after it, null after the last. */
interface ParsedPage {
	models: ListedModel[];
	next: string | null;
}

/** How one provider family lists its models. */
export interface Listing {
	/** The path of a page below the base URL: the first one without a cursor. */
	path(cursor: string | null): string;
	/** Reads one page; null when it does not have the provider's shape. `asOf` (ISO date) dates its prices. */
	parse(body: unknown, asOf: string): ParsedPage | null;
	/** A GET that answers 2xx only to a good key, below the base URL. Never a paid call. */
	keyProbePath: string;
	/** The base URL to list from, where it is not the one to chat with. */
	baseUrl?(baseUrl: string): string;
}

/**
 * Reads every entry of a list that is an object; null when it is no list. `read` drops an entry by null, and one whose id
 * cannot be kept is dropped: asked for by another id, the provider would not know it.
 */
export const readEntries = (list: unknown, read: (entry: JsonRecord) => ListedModel | null): ListedModel[] | null => {
	if (!Array.isArray(list)) return null;
	const models: ListedModel[] = [];
	for (const item of list) {
		const entry = asRecord(item);
		const model = entry ? read(entry) : null;
		if (model && model.id === storableText(model.id)) models.push(fieldsOf(model));
	}
	return models;
};

/** A field that the listing does not have is absent, not undefined. */
const fieldsOf = (model: ListedModel): ListedModel => {
	const fields = Object.entries(model).filter(([, value]) => value !== undefined);
	const kept = fields.map(([name, value]) => [name, typeof value === "string" ? storableText(value) : value]);
	return Object.fromEntries(kept) as unknown as ListedModel;
};

/** A count above zero: listings write 0 for "does not apply". */
export const positive = (value: unknown): number | undefined =>
	typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;

/** Unix seconds as an ISO time; 0 stands for unknown. */
export const isoFromSeconds = (value: unknown): string | undefined => {
	const seconds = positive(value);
	return seconds !== undefined && seconds < 1e11 ? new Date(seconds * 1000).toISOString() : undefined;
};

/** The date (YYYY-MM-DD) of an ISO date or time. */
export const isoDate = (value: unknown): string | undefined => {
	if (typeof value !== "string" || Number.isNaN(Date.parse(value))) return undefined;
	return new Date(value).toISOString().slice(0, 10);
};
