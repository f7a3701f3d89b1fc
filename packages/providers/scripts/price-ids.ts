import { findProvider, type MatchLogic } from "@pydantic/genai-prices";
import type { ProviderType } from "../src/vocabulary.ts";

/** Spellings and models of other hosts that the price table matches, but that the provider itself does not serve. */
const notServed: Partial<Record<ProviderType, RegExp[]>> = {
	openai: [
		/^gpt-35-/,
		/^gpt-\d-\d(?:-|$)/,
		/^ft:|\.ft-/,
		/^(?:ada|babbage|curie|davinci|moderation|computer-use|codex-mini|gpt-3\.5-0301|gpt-5\.3|gpt-5\.1-mini)$/,
		/^text-(?:ada|curie|davinci)-/,
		/^text-embedding-ada(?:-002-v2)?$/,
		/:extended$|-high$|^gpt-oss|^gpt-4-turbo-0125/,
		/^gpt-5(?:\.\d)?-(?:chat|image(?:-.*)?)$/,
	],
	google: [/claude-|-maas$|^gemini-(?:flash|pro)-1\.5|^gemma-3n?$|^gemini-(?:pro|1\.0-pro)$|:thinking$/],
	cohere: [/^command-(?:a|r|r-plus|r7b)$/],
	mistral: [/:free$|-completion$|ocr|-instruct(?:-2501)?$|^mistral-(?:7b|large)$|^mixtral-8x7b$|^pixtral-12b-latest$/],
	openrouter: [/^[^/]+$/, /:(?:batch|beta)$/],
	together: [/Moderation/],
};

/** Ids that the table prices by a prefix or pattern only, from the vendors' model pages. */
const servedToo: Partial<Record<ProviderType, string[]>> = {
	openai: [
		"computer-use-preview",
		"computer-use-preview-2025-03-11",
		"gpt-4o-audio-preview-2024-12-17",
		"gpt-4o-audio-preview-2025-06-03",
		"gpt-4o-mini-audio-preview",
		"gpt-5-nano-2025-08-07",
	],
	anthropic: [
		"claude-3-haiku-20240307",
		"claude-3-opus-20240229",
		"claude-3-5-haiku-20241022",
		"claude-3-5-sonnet-20240620",
		"claude-3-5-sonnet-20241022",
		"claude-3-7-sonnet-20250219",
		"claude-sonnet-4-20250514",
		"claude-opus-4-20250514",
		"claude-opus-4-1-20250805",
	],
	google: [
		"gemini-1.5-flash",
		"gemini-1.5-flash-8b",
		"gemini-1.5-pro",
		"gemini-2.0-flash-001",
		"gemini-2.0-flash-lite-001",
		"gemini-2.5-flash-lite-preview-09-2025",
		"gemma-3-1b-it",
		"gemma-3-4b-it",
		"gemma-3-12b-it",
		"gemma-3-27b-it",
		"gemma-3n-e2b-it",
		"gemma-3n-e4b-it",
	],
	mistral: ["magistral-medium-2506", "magistral-medium-2509", "magistral-small-2506", "magistral-small-2509"],
};

/** Names of a whole family in the table, which the vendor's interface does not take as an id. */
const familyNames: Partial<Record<ProviderType, string[]>> = {
	anthropic: [
		"claude-2",
		"claude-3-haiku",
		"claude-3-sonnet",
		"claude-3-5-sonnet",
		"claude-v1",
		"claude-sonnet-4",
		"claude-opus-4",
	],
	mistral: [
		"codestral",
		"devstral-small",
		"magistral-medium",
		"magistral-small",
		"mistral-medium-3-1",
		"mistral-medium-3",
	],
};

export interface PricedId {
	id: string;
	/** The table's own name, only where the id is not one of several snapshots behind it. */
	name?: string;
	contextWindow?: number;
	deprecated: boolean;
}

/** Every id of a provider that the price table names, less those that the provider does not serve under that name. */
export function pricedIds(provider: ProviderType): PricedId[] {
	const ids = new Map<string, PricedId>();
	for (const model of findProvider({ providerId: provider })?.models ?? []) {
		const named = new Set([model.id, ...exactIds(model.match)]);
		for (const id of named) {
			if (notServed[provider]?.some((pattern) => pattern.test(id)) || familyNames[provider]?.includes(id)) continue;
			ids.set(id, {
				id,
				...(id === model.id && model.name && { name: model.name }),
				...(model.context_window && { contextWindow: model.context_window }),
				deprecated: model.deprecated ?? false,
			});
		}
	}
	for (const id of servedToo[provider] ?? []) if (!ids.has(id)) ids.set(id, { id, deprecated: false });
	return [...ids.values()];
}

function exactIds(match: MatchLogic): string[] {
	if ("equals" in match) return [match.equals];
	if ("or" in match) return match.or.flatMap(exactIds);
	return [];
}
