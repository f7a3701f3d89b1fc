import { calcPrice, type ModelPrice } from "@pydantic/genai-prices";
import { Decimal } from "decimal.js";
import { validatePrice } from "./price.ts";
import type { Price, PriceClass, PriceRates, PriceTier } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

/** The table's price keys for our classes; its other keys (searches, pages, hours of audio) are not billed by tokens. */
const classOfKey: Readonly<Record<string, PriceClass>> = {
	input_mtok: "input",
	cache_read_mtok: "cachedInput",
	cache_write_mtok: "cacheWrite",
	cache_write_1h_mtok: "cacheWrite1h",
	output_mtok: "output",
	output_reasoning_mtok: "reasoning",
	input_audio_mtok: "audioInput",
	cache_audio_read_mtok: "cachedAudioInput",
	output_audio_mtok: "audioOutput",
	input_image_mtok: "imageInput",
	output_image_mtok: "imageOutput",
};

/**
 * Ids whose row in the table is out of date or stands for another model, with the id that has the right price:
 * Mistral's `latest` aliases moved on, Groq bills its safeguard model as the 20B one, and a pattern of the table takes
 * Google's 8B model for its larger namesake.
 */
const priceAliases: Partial<Record<ProviderType, ReadonlyMap<string, string>>> = {
	mistral: new Map([
		["mistral-large-latest", "mistral-large-2512"],
		["mistral-small-latest", "mistral-small-2603"],
	]),
	google: new Map([["gemini-1.5-flash-8b", "gemini-flash-1.5-8b"]]),
	groq: new Map([["openai/gpt-oss-safeguard-20b", "openai/gpt-oss-20b"]]),
};

/**
 * The price that genai-prices has for a provider's model at a moment, or null. Dated snapshots and aliases are found by
 * the table's own matching; a match in another provider's table does not count. `asOf` is the date of the table.
 */
export function tablePrice(query: { provider: ProviderType; model: string; at: Date; asOf: string }): Price | null {
	if (query.provider === "custom") return null;
	const model = priceAliases[query.provider]?.get(query.model) ?? query.model;
	const found = calcPrice({}, model, { providerId: query.provider, timestamp: query.at });
	if (!found || found.provider.id !== query.provider) return null;
	return priceOfTable(found.model_price, query.asOf);
}

/**
 * Turns a row of the table into a price; null when it has no rate for input or output, or one that no source is believed:
 * negative, or above 1,000 USD per 1M tokens.
 */
export function priceOfTable(row: ModelPrice, asOf: string): Price | null {
	const starts = new Set([0]);
	for (const [key, rate] of Object.entries(row)) {
		if (classOfKey[key] && typeof rate === "object") for (const tier of rate.tiers) starts.add(tier.start);
	}
	const tiers: PriceTier[] = [...starts]
		.sort((a, b) => a - b)
		.map((aboveInputTokens) => ({ aboveInputTokens, rates: ratesAt(row, aboveInputTokens) }));
	const base = tiers[0]?.rates;
	if (base?.input === undefined && base?.output === undefined) return null;
	const perThousandRequests = row.requests_kcount;
	const price: Price = {
		tiers,
		...(typeof perThousandRequests === "number" && {
			perRequest: new Decimal(perThousandRequests).div(1000).toFixed(),
		}),
		source: "genai-prices",
		asOf,
	};
	return validatePrice(price) === null ? price : null;
}

function ratesAt(row: ModelPrice, aboveInputTokens: number): PriceRates {
	const rates: PriceRates = {};
	for (const [key, rate] of Object.entries(row)) {
		const priceClass = classOfKey[key];
		if (!priceClass || rate === undefined) continue;
		if (typeof rate === "number") {
			rates[priceClass] = decimalOf(rate);
			continue;
		}
		const tier = rate.tiers.filter(({ start }) => start <= aboveInputTokens).sort((a, b) => b.start - a.start)[0];
		rates[priceClass] = decimalOf(tier?.price ?? rate.base);
	}
	return rates;
}

/** Ten significant digits: more is the noise of a binary fraction that was multiplied on its way. */
export function decimalOf(rate: number): string {
	return new Decimal(rate).toSignificantDigits(10).toFixed();
}
