import { Decimal } from "decimal.js";
import { asCount, asList, asRecord, asText, type JsonRecord } from "./json.ts";
import type { Usage } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

const usageOf = (parts: Partial<Omit<Usage, "raw">>, raw: unknown): Usage => ({
	inputTokens: null,
	cachedInputTokens: 0,
	cacheWriteTokens: 0,
	cacheWrite1hTokens: 0,
	outputTokens: null,
	reasoningTokens: null,
	audioInputTokens: 0,
	cachedAudioInputTokens: 0,
	audioOutputTokens: 0,
	raw,
	...parts,
});

/** A sum that is unknown as long as its main part is. */
const plus = (main: number | undefined, ...parts: number[]): number | null =>
	main === undefined ? null : parts.reduce((sum, part) => sum + part, main);

/** No call costs as much: a charge above it is one in other units. */
const mostChargedUsd = 1_000_000;

/**
 * An amount without the noise of binary fractions: doubles carry 15 decimal digits for sure. An exponent of many digits is
 * none that could be written out.
 */
const amount = (value: unknown): Decimal | undefined => {
	const text = typeof value === "number" && Number.isFinite(value) ? String(value) : asText(value);
	if (text === undefined || !/^\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i.test(text)) return undefined;
	const usd = new Decimal(text).toSignificantDigits(15);
	return usd.lte(mostChargedUsd) ? usd : undefined;
};

/**
 * What OpenRouter says it charged, in USD. With a key of one's own behind it, its fee and what the upstream charges
 * together are what the call cost: where the latter is not told, the fee alone is not. Other servers' `cost` is no promise
 * of a currency and does not count.
 */
const chargedUsd = (raw: JsonRecord, provider: ProviderType): string | undefined => {
	const isOpenRouters = provider === "openrouter" || "is_byok" in raw || "cost_details" in raw;
	const cost = isOpenRouters ? amount(raw.cost) : undefined;
	if (raw.is_byok !== true) return cost?.toFixed();
	const upstream = amount(asRecord(raw.cost_details)?.upstream_inference_cost);
	return upstream && cost?.plus(upstream).toFixed();
};

/**
 * Usage of the OpenAI dialect: cached tokens are part of the prompt, reasoning is part of the completion. Servers that
 * count reasoning beside the completion (xAI) are known by a total that holds all three; some (Google's, in this
 * dialect) count it in the total alone.
 */
export function openAiUsage(raw: JsonRecord, provider: ProviderType): Usage {
	// Mistral writes the first name in two ways.
	const input =
		asRecord(raw.prompt_tokens_details) ?? asRecord(raw.prompt_token_details) ?? asRecord(raw.input_tokens_details);
	const output = asRecord(raw.completion_tokens_details) ?? asRecord(raw.output_tokens_details);
	const prompt = asCount(raw.prompt_tokens) ?? asCount(raw.input_tokens);
	const completion = asCount(raw.completion_tokens) ?? asCount(raw.output_tokens);
	const reasoning = asCount(output?.reasoning_tokens) ?? asCount(raw.reasoning_tokens);
	const left = (asCount(raw.total_tokens) ?? 0) - (prompt ?? 0) - (completion ?? 0);
	const isThought = reasoning ? left === reasoning : provider === "custom" && prompt !== undefined && left > 0;
	const beside = isThought ? left : 0;
	const billedUsd = chargedUsd(raw, provider);
	const pictures = asCount(output?.image_tokens) ?? 0;
	return usageOf(
		{
			inputTokens: prompt ?? null,
			cachedInputTokens:
				asCount(input?.cached_tokens) ??
				asCount(raw.prompt_cache_hit_tokens) ??
				asCount(raw.num_cached_tokens) ??
				asCount(raw.cached_tokens) ??
				0,
			cacheWriteTokens: asCount(input?.cache_write_tokens) ?? 0,
			outputTokens: plus(completion, beside),
			reasoningTokens: reasoning ?? null,
			audioInputTokens: asCount(input?.audio_tokens) ?? 0,
			audioOutputTokens: asCount(output?.audio_tokens) ?? 0,
			...(pictures > 0 && { imageOutputTokens: pictures }),
			...(billedUsd === undefined ? {} : { billedUsd }),
		},
		raw,
	);
}

/** Anthropic counts what was read from and written to a cache beside the input tokens; here they are part of them. */
export function anthropicUsage(raw: JsonRecord): Usage {
	const byLife = asRecord(raw.cache_creation);
	const oneHour = asCount(byLife?.ephemeral_1h_input_tokens) ?? 0;
	const written = asCount(raw.cache_creation_input_tokens);
	const fiveMinutes = written === undefined ? (asCount(byLife?.ephemeral_5m_input_tokens) ?? 0) : written - oneHour;
	const read = asCount(raw.cache_read_input_tokens) ?? 0;
	return usageOf(
		{
			inputTokens: plus(asCount(raw.input_tokens), read, Math.max(0, fiveMinutes), oneHour),
			cachedInputTokens: read,
			cacheWriteTokens: Math.max(0, fiveMinutes),
			cacheWrite1hTokens: oneHour,
			outputTokens: asCount(raw.output_tokens) ?? null,
			reasoningTokens: asCount(asRecord(raw.output_tokens_details)?.thinking_tokens) ?? null,
			...(raw.inference_geo === "us" && { isUsOnly: true }),
		},
		raw,
	);
}

const countOf = (modality: "AUDIO" | "IMAGE", details: unknown): number => {
	const parts = asList(details)
		.map(asRecord)
		.filter((detail) => detail?.modality === modality);
	return parts.reduce((sum, detail) => sum + (asCount(detail?.tokenCount) ?? 0), 0);
};

/**
 * Google counts thoughts beside the candidates, and the prompts it made for its own tools beside the prompt; both are
 * billed as output and input. Cached content is part of the prompt.
 */
export function googleUsage(raw: JsonRecord): Usage {
	const thoughts = asCount(raw.thoughtsTokenCount);
	const candidates = asCount(raw.candidatesTokenCount);
	const prompt = asCount(raw.promptTokenCount);
	const pictures = countOf("IMAGE", raw.candidatesTokensDetails);
	return usageOf(
		{
			inputTokens: plus(prompt, asCount(raw.toolUsePromptTokenCount) ?? 0),
			cachedInputTokens: asCount(raw.cachedContentTokenCount) ?? 0,
			// A count of zero is left out on the wire.
			outputTokens: plus(candidates ?? (prompt === undefined ? undefined : 0), thoughts ?? 0),
			reasoningTokens: thoughts ?? null,
			audioInputTokens: countOf("AUDIO", raw.promptTokensDetails),
			cachedAudioInputTokens: countOf("AUDIO", raw.cacheTokensDetails),
			audioOutputTokens: countOf("AUDIO", raw.candidatesTokensDetails),
			...(pictures > 0 && { imageOutputTokens: pictures }),
		},
		raw,
	);
}

/** Cohere counts tokens (`tokens`) and bills others (`billed_units`); a server that says only the latter is believed. */
export function cohereUsage(raw: JsonRecord): Usage {
	const tokens = asRecord(raw.tokens);
	const billed = asRecord(raw.billed_units);
	const billedInput = asCount(billed?.input_tokens);
	const billedOutput = asCount(billed?.output_tokens);
	return usageOf(
		{
			inputTokens: asCount(tokens?.input_tokens) ?? billedInput ?? null,
			cachedInputTokens: asCount(raw.cached_tokens) ?? 0,
			outputTokens: asCount(tokens?.output_tokens) ?? billedOutput ?? null,
			...(billedInput === undefined ? {} : { billedInputTokens: billedInput }),
			...(billedOutput === undefined ? {} : { billedOutputTokens: billedOutput }),
		},
		raw,
	);
}

/** A usage object as the provider sent it (Google's `usageMetadata`, Cohere's `usage` or `meta`), in our one meaning. */
export function normaliseUsage(provider: ProviderType, raw: JsonRecord): Usage {
	switch (provider) {
		case "anthropic":
			return anthropicUsage(raw);
		case "google":
			return googleUsage(raw);
		case "cohere":
			return cohereUsage(raw);
		default:
			return openAiUsage(raw, provider);
	}
}
