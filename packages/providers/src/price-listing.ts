import { z } from "zod";
import { type ListedPrice, type ParsedPrice, parsePrice } from "./price.ts";

const amount = z.union([z.string(), z.number()]).nullish();
const openRouterRates = z.object({
	prompt: amount,
	completion: amount,
	input_cache_read: amount,
	input_cache_write: amount,
	input_cache_write_1h: amount,
	internal_reasoning: amount,
	audio: amount,
	input_audio_cache: amount,
	audio_output: amount,
	image_token: amount,
	image_output: amount,
});
const openRouterPricing = openRouterRates.extend({
	request: amount,
	overrides: z.array(openRouterRates.extend({ min_prompt_tokens: z.int().positive() })).nullish(),
});
const togetherPricing = z.object({ input: amount, output: amount, cached_input: amount });

const unknown: ParsedPrice = { price: null, refused: null };

/**
 * Reads the `pricing` of OpenRouter's listing: USD per token, with the dearer tiers of long prompts in `overrides`. 0 for
 * reasoning, audio or a cache says "not billed apart", so such a class falls back to its parent. `image` is left out: it
 * is per image for some models and per token for others.
 */
export function openRouterPrice(pricing: unknown, asOf: string): ParsedPrice {
	const parsed = openRouterPricing.safeParse(pricing);
	if (!parsed.success) return unknown;
	const { request, overrides, ...base } = parsed.data;
	const baseRates = openRouterClasses(base);
	const tiers = [
		{ aboveInputTokens: 0, rates: baseRates },
		...(overrides ?? []).map(({ min_prompt_tokens, ...dearer }) => ({
			// The listing's bound is the first prompt that is dearer, ours the last that is not.
			aboveInputTokens: min_prompt_tokens - 1,
			rates: { ...baseRates, ...openRouterClasses(dearer) },
		})),
	];
	return parsePrice({ per: "token", tiers, perRequest: nonZero(request), source: "provider", asOf });
}

function openRouterClasses(rates: z.infer<typeof openRouterRates>): ListedPrice["tiers"][number]["rates"] {
	return Object.fromEntries(
		Object.entries({
			input: rates.prompt,
			output: rates.completion,
			cachedInput: nonZero(rates.input_cache_read),
			cacheWrite: nonZero(rates.input_cache_write),
			cacheWrite1h: nonZero(rates.input_cache_write_1h),
			reasoning: nonZero(rates.internal_reasoning),
			audioInput: nonZero(rates.audio),
			cachedAudioInput: nonZero(rates.input_audio_cache),
			audioOutput: nonZero(rates.audio_output),
			imageInput: nonZero(rates.image_token),
			imageOutput: nonZero(rates.image_output),
		}).filter(([, rate]) => rate !== undefined && rate !== null),
	);
}

/**
 * Reads the `pricing` of Together's listing: USD per 1M tokens already. It writes 0 for models that run on rented
 * machines, so 0 for input and output is unknown.
 */
export function togetherPrice(pricing: unknown, asOf: string): ParsedPrice {
	const parsed = togetherPricing.safeParse(pricing);
	if (!parsed.success) return unknown;
	const { input, output, cached_input: cachedInput } = parsed.data;
	if (Number(input ?? 0) === 0 && Number(output ?? 0) === 0) return unknown;
	const rates = { input, output, cachedInput: nonZero(cachedInput) };
	return parsePrice({ per: "1M", tiers: [{ aboveInputTokens: 0, rates }], source: "provider", asOf });
}

function nonZero(value: string | number | null | undefined): string | number | undefined {
	return value === null || value === undefined || Number(value) === 0 ? undefined : value;
}
