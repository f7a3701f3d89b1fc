import { asRecord, asText, type JsonRecord } from "../json.ts";
import { togetherPrice } from "../price-listing.ts";
import type { ListedModel } from "../types.ts";
import type { Capability } from "../vocabulary.ts";
import { isoFromSeconds, type Listing, positive, readEntries } from "./listing.ts";

/** What a model type of Together's can do in our words; a base model (`language`) completes text but does not chat. */
const capabilitiesByType: ReadonlyMap<string, Capability[]> = new Map([
	["chat", ["chat"]],
	["language", []],
	["code", []],
	["embedding", ["embeddings"]],
	["image", ["image"]],
	["audio", ["audio"]],
	["transcribe", ["audio"]],
	["moderation", []],
	["rerank", []],
	["video", []],
]);

/** Types that are billed by the token; images and sound have other units in the same fields. */
const tokenTypes = new Set(["chat", "language", "code", "embedding", "moderation", "rerank"]);

/** JSON numbers carry binary noise (0.18000000000000002): 12 digits are more than any price has. */
const withoutNoise = (pricing: JsonRecord): JsonRecord =>
	Object.fromEntries(
		Object.entries(pricing).map(([name, value]) => [
			name,
			typeof value === "number" ? Number(value.toPrecision(12)) : value,
		]),
	);

const priceOf = (entry: JsonRecord, id: string, asOf: string): Pick<ListedModel, "price" | "refusedPrice"> => {
	const pricing = asRecord(entry.pricing);
	if (!pricing || !tokenTypes.has(asText(entry.type) ?? "")) return {};
	// Models that only run on rented machines are listed at 0 too: believe a 0 only where the name says free.
	if (pricing.input === 0 && pricing.output === 0 && /free$/i.test(id)) {
		return {
			price: { tiers: [{ aboveInputTokens: 0, rates: { input: "0", output: "0" } }], source: "provider", asOf },
		};
	}
	const { price, refused } = togetherPrice(withoutNoise(pricing), asOf);
	return { price: price ?? undefined, refusedPrice: refused ?? undefined };
};

const model = (entry: JsonRecord, asOf: string): ListedModel | null => {
	const id = asText(entry.id);
	if (!id) return null;
	return {
		id,
		displayName: asText(entry.display_name),
		contextLength: positive(entry.context_length),
		capabilities: capabilitiesByType.get(asText(entry.type) ?? ""),
		...priceOf(entry, id, asOf),
		createdAt: isoFromSeconds(entry.created),
	};
};

/** Together's list is a bare array, with prices per 1M tokens. */
export const togetherListing: Listing = {
	keyProbePath: "/models",
	path: () => "/models",
	parse: (body, asOf) => {
		const models = readEntries(Array.isArray(body) ? body : asRecord(body)?.data, (entry) => model(entry, asOf));
		return models && { models, next: null };
	},
};
