import { Decimal } from "decimal.js";
import { isZero } from "./cost-usd.ts";
import { type Price, type PriceClass, type PriceRates, priceClasses } from "./types.ts";
import type { FactSource, PriceState } from "./vocabulary.ts";

/** Above this many USD per 1M tokens a price is a mistake of units, and is refused. */
export const maxUsdPer1M = 1000;

/** And above this many USD a request. */
const maxUsdPerRequest = 1000;

/** Rates as a source writes them: decimal text or numbers, per token or per 1M tokens, tiers in any order. */
export interface ListedPrice {
	per: "token" | "1M";
	tiers: { aboveInputTokens: number; rates: Partial<Record<PriceClass, unknown>> }[];
	/** USD per request. */
	perRequest?: unknown;
	source: FactSource;
	/** ISO date. */
	asOf: string;
}

/** `price` is null when it is unknown or refused; `refused` says why, for a person. */
export interface ParsedPrice {
	price: Price | null;
	refused: string | null;
}

/**
 * Reads a source's price. A negative rate, and one that is no number, is unknown; without a rate for input or output the
 * whole price is. A rate above 1,000 USD per 1M tokens refuses the whole price.
 */
export function parsePrice(listed: ListedPrice): ParsedPrice {
	const scale = listed.per === "token" ? 1_000_000 : 1;
	const tiers = listed.tiers
		.map(({ aboveInputTokens, rates }) => ({ aboveInputTokens, rates: parseRates(rates, scale) }))
		.sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
	const base = tiers[0];
	if (base?.aboveInputTokens !== 0 || (base.rates.input === undefined && base.rates.output === undefined)) {
		return { price: null, refused: null };
	}
	const perRequest = parseRate(listed.perRequest, 1);
	const price: Price = { tiers, ...(perRequest && { perRequest }), source: listed.source, asOf: listed.asOf };
	const refused = validatePrice(price);
	return { price: refused ? null : price, refused };
}

/** Why a price must not be taken, in words for a person, or null when it is sound. */
export function validatePrice(price: Price): string | null {
	if (price.tiers[0]?.aboveInputTokens !== 0) return "The first tier of a price must hold from 0 input tokens.";
	let last = -1;
	for (const { aboveInputTokens, rates } of price.tiers) {
		if (!Number.isInteger(aboveInputTokens) || aboveInputTokens <= last) {
			return "The tiers of a price must start at whole numbers of tokens, each above the one before.";
		}
		last = aboveInputTokens;
		for (const priceClass of priceClasses) {
			const rate = rates[priceClass];
			if (rate === undefined) continue;
			const usd = decimalOrNull(rate);
			if (!usd || usd.isNegative()) return `The ${priceClass} price "${rate}" is not an amount of USD per 1M tokens.`;
			if (usd.gt(maxUsdPer1M)) {
				return `The ${priceClass} price of ${usd.toFixed()} USD per 1M tokens is above ${maxUsdPer1M}: check whether it is given per token or per 1M.`;
			}
		}
	}
	if (price.perRequest !== undefined) {
		const usd = decimalOrNull(price.perRequest);
		if (!usd || usd.isNegative()) return `The price per request "${price.perRequest}" is not an amount of USD.`;
		if (usd.gt(maxUsdPerRequest)) return `The price per request of ${usd.toFixed()} USD is above ${maxUsdPerRequest}.`;
	}
	return null;
}

/**
 * `free` only when input and output are both known and nothing that is known is above zero; without a rate for either it
 * is `unknown`.
 */
export function priceState(price: Price | null): PriceState {
	const base = price?.tiers[0]?.rates;
	if (!price || !base || (base.input === undefined && base.output === undefined)) return "unknown";
	if (base.input === undefined || base.output === undefined) return "priced";
	const amounts = price.tiers.flatMap(({ rates }) => Object.values(rates));
	return [...amounts, price.perRequest ?? "0"].every(isZero) ? "free" : "priced";
}

/** The tier that holds for a call with so many input tokens, cached ones included. */
export function ratesFor(price: Price, inputTokens: number): PriceRates {
	return price.tiers.findLast((tier) => inputTokens > tier.aboveInputTokens)?.rates ?? price.tiers[0]?.rates ?? {};
}

const sourceOrder: readonly FactSource[] = ["override", "provider", "genai-prices", "seed", "sandbox"];

/**
 * The price in force out of several sources': an override, then the provider's own listing, then genai-prices, then the
 * seed. A class that the winner lacks comes from a lower source only if both have one tier and agree on input and output.
 */
export function mergePrice(candidates: readonly (Price | null | undefined)[]): Price | null {
	const known = candidates
		.filter((price): price is Price => price !== null && price !== undefined && priceState(price) !== "unknown")
		.sort((a, b) => sourceOrder.indexOf(a.source) - sourceOrder.indexOf(b.source));
	const [winner, ...others] = known;
	const [base, higherTier] = winner?.tiers ?? [];
	if (!winner || !base || higherTier) return winner ?? null;
	let rates = base.rates;
	for (const { tiers } of others) {
		const [other, ...higher] = tiers;
		if (other && higher.length === 0 && agree(base.rates, other.rates)) rates = { ...other.rates, ...rates };
	}
	return { ...winner, tiers: [{ aboveInputTokens: 0, rates }] };
}

function agree(a: PriceRates, b: PriceRates): boolean {
	return (["input", "output"] as const).every((key) => {
		const [left, right] = [a[key], b[key]];
		return left === undefined || right === undefined ? left === right : new Decimal(left).eq(right);
	});
}

function parseRates(rates: Partial<Record<PriceClass, unknown>>, scale: number): PriceRates {
	const parsed: PriceRates = {};
	for (const priceClass of priceClasses) {
		const rate = parseRate(rates[priceClass], scale);
		if (rate !== undefined) parsed[priceClass] = rate;
	}
	return parsed;
}

function parseRate(value: unknown, scale: number): string | undefined {
	if (typeof value !== "string" && typeof value !== "number") return undefined;
	const exact = decimalOrNull(value);
	// A JSON number carries binary noise (0.18000000000000002), and no price has more than 12 digits.
	const usd = typeof value === "number" ? exact?.toSignificantDigits(12) : exact;
	return usd && !usd.isNegative() ? usd.times(scale).toFixed() : undefined;
}

/** As far from 1 as any double is; text may go further, to amounts that no memory holds written out. */
const mostPlaces = 400;

function decimalOrNull(value: string | number): Decimal | null {
	if (typeof value === "string" && value.trim() === "") return null;
	try {
		const decimal = new Decimal(value);
		return decimal.isFinite() && Math.abs(decimal.e) <= mostPlaces ? decimal : null;
	} catch {
		return null;
	}
}
