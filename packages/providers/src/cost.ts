import { Decimal } from "decimal.js";
import { addUsd, Exact, isZero } from "./cost-usd.ts";
import { priceState, ratesFor } from "./price.ts";
import type { Price, PriceClass, PriceRates, Usage } from "./types.ts";
import type { CostState, FactSource, ProviderType } from "./vocabulary.ts";

/** One product of the formula. All amounts are decimal strings in USD. */
export interface CostTerm {
	/** In words: "cache-write tokens". */
	label: string;
	quantity: number;
	unit: "tokens" | "request";
	/** Per 1M tokens, or per request. */
	rate: string;
	usd: string;
}

/** The classes that a usage counts: providers do not say how many of the input tokens were pictures and not cached. */
type BilledClass = Exclude<PriceClass, "imageInput">;

/** What a call cost and how that is known. `usd` is null when it is unknown, and never 0 instead. */
export interface Cost {
	usd: string | null;
	state: CostState;
	/** The formula as far as it is known; of a `billed` cost it is the price's own whole result, for comparison, or none. */
	terms: CostTerm[];
	priceSource: FactSource | null;
	priceAsOf: string | null;
}

export interface CostInput {
	provider: ProviderType;
	usage: Usage | null;
	price: Price | null;
	/** The token counts are ours, not the provider's. */
	estimated?: boolean;
	/** Nobody bills this call, whatever the price says: the built-in Sandbox. */
	free?: boolean;
}

const labels: Readonly<Record<BilledClass, string>> = {
	input: "input tokens",
	cachedInput: "cached input tokens",
	cacheWrite: "cache-write tokens",
	cacheWrite1h: "1-hour cache-write tokens",
	audioInput: "audio input tokens",
	cachedAudioInput: "cached audio input tokens",
	output: "output tokens",
	reasoning: "reasoning tokens",
	audioOutput: "audio output tokens",
	imageOutput: "image output tokens",
};

/**
 * Where a class without a rate of its own takes it from. Providers bill such tokens as ordinary ones: reasoning is
 * output (OpenAI, Google), cached input without a discount is input, and a write to an implicit cache is input (OpenAI).
 */
const fallbacks: Readonly<Record<BilledClass, readonly BilledClass[]>> = {
	input: [],
	cachedInput: ["input"],
	cacheWrite: ["input"],
	cacheWrite1h: ["cacheWrite", "input"],
	audioInput: ["input"],
	cachedAudioInput: ["audioInput", "cachedInput", "input"],
	output: [],
	reasoning: ["output"],
	audioOutput: ["output"],
	imageOutput: ["output"],
};

/** Anthropic documents its cache writes as multiples of the input rate, so a price without them still has them. */
const anthropicWriteFactor: Partial<Record<BilledClass, string>> = { cacheWrite: "1.25", cacheWrite1h: "2" };

/**
 * The cost of one call. What the provider says it charged wins (`billed`); else tokens × price (`computed`, or
 * `estimated` when the counts are); `free` when the price is known to be zero; `unpriced` when a count or a needed rate
 * is unknown. Billed units (Cohere) take the place of the counted tokens. A tier holds for the whole call.
 */
export function computeCost({ provider, usage, price, estimated = false, free = false }: CostInput): Cost {
	const source = { priceSource: price?.source ?? null, priceAsOf: price?.asOf ?? null };
	const isFree = free || priceState(price) === "free";
	const { terms, complete } = isFree || !price ? { terms: [], complete: isFree } : costTerms(provider, usage, price);
	const billed = usage?.billedUsd === undefined ? null : billedAmount(usage.billedUsd);
	if (billed !== null) return { usd: billed, state: "billed", terms: complete ? terms : [], ...source };
	if (isFree) return { usd: "0", state: "free", terms, ...source };
	if (!complete) return { usd: null, state: "unpriced", terms, ...source };
	const usd = terms.reduce((sum, term) => addUsd(sum, term.usd), "0");
	return { usd, state: estimated ? "estimated" : "computed", terms, ...source };
}

function costTerms(
	provider: ProviderType,
	usage: Usage | null,
	price: Price,
): { terms: CostTerm[]; complete: boolean } {
	if (!usage) return { terms: [], complete: false };
	const rates = ratesFor(price, usage.inputTokens ?? usage.billedInputTokens ?? 0);
	const counts = countByClass(usage);
	let complete = counts.input !== null && counts.output !== null;
	const terms: CostTerm[] = [];
	for (const [name, quantity] of Object.entries(counts)) {
		if (!quantity) continue;
		const priceClass = name as BilledClass;
		const rate = billedRate(provider, rates, priceClass);
		if (rate === undefined) complete = false;
		else terms.push(tokenTerm(labelOf(priceClass, usage), quantity, rate));
	}
	if (price.perRequest !== undefined && !isZero(price.perRequest)) {
		terms.push({ label: "request", quantity: 1, unit: "request", rate: price.perRequest, usd: price.perRequest });
	}
	const factor = usage.isUsOnly ? usOnlyFactor(price) : "1";
	return { terms: factor === "1" ? terms : terms.map((term) => usOnly(term, factor)), complete };
}

/** Cohere's billed units are not the tokens that the run shows. */
function labelOf(priceClass: BilledClass, { billedInputTokens, billedOutputTokens }: Usage): string {
	const areUnits =
		(priceClass === "input" && billedInputTokens !== undefined) ||
		(priceClass === "output" && billedOutputTokens !== undefined);
	return areUnits ? `billed ${labels[priceClass]}` : labels[priceClass];
}

/**
 * What a call that was served in the US alone costs of its price. Anthropic documents it of all token classes, for the
 * models that can be kept there; what an admin set is what the company pays, wherever a call is served.
 */
export const usOnlyFactor = ({ source }: Price): string => (source === "override" ? "1" : "1.1");

function usOnly(term: CostTerm, factor: string): CostTerm {
	if (term.unit === "request") return term;
	const rate = new Exact(term.rate).times(factor).toFixed();
	return tokenTerm(`${term.label} (US only, ${factor}× the list)`, term.quantity, rate);
}

/**
 * Splits a usage into classes that do not overlap; a part that a provider overstates never makes another negative. Audio
 * that was cached without being counted as such is billed as cached, so audio is at most what the caches leave.
 */
function countByClass(usage: Usage): Record<BilledClass, number | null> {
	const input = usage.billedInputTokens ?? usage.inputTokens;
	const output = usage.billedOutputTokens ?? usage.outputTokens;
	const inputParts = usage.billedInputTokens === undefined ? inputPartsOf(usage) : noInputParts;
	// Thoughts that nobody counted apart are billed with the output that they are part of.
	const reasoning = Math.min(usage.reasoningTokens ?? 0, output ?? 0);
	const audioOutput = Math.min(usage.audioOutputTokens, (output ?? 0) - reasoning);
	const imageOutput = Math.min(usage.imageOutputTokens ?? 0, (output ?? 0) - reasoning - audioOutput);
	return {
		input: remainder(input, Object.values(inputParts)),
		cachedInput: inputParts.cachedInput,
		cacheWrite: inputParts.cacheWrite,
		cacheWrite1h: inputParts.cacheWrite1h,
		audioInput: inputParts.audioInput,
		cachedAudioInput: inputParts.cachedAudioInput,
		output: remainder(output, [reasoning, audioOutput, imageOutput]),
		reasoning,
		audioOutput,
		imageOutput,
	};
}

function inputPartsOf(usage: Usage): typeof noInputParts {
	const cachedAudioInput = usage.cachedAudioInputTokens;
	const cachedInput = Math.max(0, usage.cachedInputTokens - cachedAudioInput);
	const { cacheWriteTokens: cacheWrite, cacheWrite1hTokens: cacheWrite1h } = usage;
	const uncached = remainder(usage.inputTokens, [cachedInput, cachedAudioInput, cacheWrite, cacheWrite1h]) ?? 0;
	const audioInput = Math.min(Math.max(0, usage.audioInputTokens - cachedAudioInput), uncached);
	return { cachedInput, cacheWrite, cacheWrite1h, audioInput, cachedAudioInput };
}

const noInputParts = { cachedInput: 0, cacheWrite: 0, cacheWrite1h: 0, audioInput: 0, cachedAudioInput: 0 };

function remainder(whole: number | null, parts: number[]): number | null {
	return whole === null ? null : Math.max(0, whole - parts.reduce((sum, part) => sum + part, 0));
}

/**
 * What tokens of a class are billed at: its own rate, else what stands in its place; undefined where nothing does. No
 * usage counts input pictures apart, so nothing stands in their place.
 */
export function billedRate(provider: ProviderType, rates: PriceRates, priceClass: PriceClass): string | undefined {
	const own = rates[priceClass];
	if (own !== undefined || priceClass === "imageInput") return own;
	const factor = provider === "anthropic" ? anthropicWriteFactor[priceClass] : undefined;
	if (factor !== undefined)
		return rates.input === undefined ? undefined : new Decimal(rates.input).times(factor).toFixed();
	return fallbacks[priceClass].map((parent) => rates[parent]).find((rate) => rate !== undefined);
}

const perToken = "0.000001";

function tokenTerm(label: string, quantity: number, rate: string): CostTerm {
	const usd = new Exact(rate).times(quantity).times(perToken).toFixed();
	return { label, quantity, unit: "tokens", rate, usd };
}

/** A provider's statement of its charge, or null when it is no amount. */
function billedAmount(text: string): string | null {
	try {
		const usd = new Exact(text);
		return usd.isFinite() && !usd.isNegative() ? usd.toFixed() : null;
	} catch {
		return null;
	}
}
