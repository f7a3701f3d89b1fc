import { asList, asRecord, asText, type JsonRecord } from "../json.ts";
import { openRouterPrice } from "../price-listing.ts";
import type { ListedModel } from "../types.ts";
import type { Capability } from "../vocabulary.ts";
import { isoFromSeconds, type Listing, positive, readEntries } from "./listing.ts";
import { openRouterCapabilities } from "./openrouter.ts";

/** Flags by which OpenAI-compatible servers say what a model can do. */
const flags: ReadonlyArray<readonly [string, Capability]> = [
	["supports_chat", "chat"],
	["supports_image_input", "vision"],
	["supports_vision", "vision"],
	["supports_tools", "tools"],
	["supports_reasoning", "reasoning"],
];

const flaggedCapabilities = (entry: JsonRecord): Capability[] | undefined => {
	const stated = flags.filter(([name]) => typeof entry[name] === "boolean");
	if (stated.length === 0) return undefined;
	return [...new Set(stated.filter(([name]) => entry[name] === true).map(([, capability]) => capability))];
};

/** The first of the names that servers use for one number. */
const firstPositive = (entry: JsonRecord, names: readonly string[]): number | undefined => {
	for (const name of names) {
		const value = positive(entry[name]);
		if (value !== undefined) return value;
	}
	return undefined;
};

const contextNames = ["context_length", "context_window", "max_model_len", "context_size", "max_context_length"];
const outputNames = ["max_completion_tokens", "max_output_tokens", "max_tokens"];

const model = (entry: JsonRecord, asOf: string): ListedModel | null => {
	const id = asText(entry.id);
	if (!id || entry.active === false) return null;
	const limits = asRecord(entry.limits) ?? {};
	const pricing = asRecord(entry.pricing);
	return {
		id,
		displayName: asText(entry.display_name) ?? asText(entry.name),
		contextLength: firstPositive(entry, contextNames) ?? positive(limits.max_input_tokens),
		maxOutputTokens:
			positive(asRecord(entry.top_provider)?.max_completion_tokens) ??
			firstPositive(entry, outputNames) ??
			positive(limits.max_output_tokens),
		capabilities: openRouterCapabilities(entry) ?? flaggedCapabilities(entry),
		// Only OpenRouter's convention (`prompt`, `completion` as text) has a known unit; others' numbers stay unknown.
		price: typeof pricing?.prompt === "string" ? (openRouterPrice(pricing, asOf).price ?? undefined) : undefined,
		createdAt: isoFromSeconds(entry.created),
	};
};

/** OpenAI's list and those made after it: Groq's, vLLM's, Ollama's, proxies' (some are a bare array). */
export const openaiListing: Listing = {
	keyProbePath: "/models",
	path: () => "/models",
	parse: (body, asOf) => {
		const record = asRecord(body);
		// Ollama without a model answers `data: null`.
		const list = record && record.object === "list" && record.data === null ? asList(null) : (record?.data ?? body);
		const models = readEntries(list, (entry) => model(entry, asOf));
		return models && { models, next: null };
	},
};
