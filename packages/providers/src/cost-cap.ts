import { computeCost } from "./cost.ts";
import { estimatedUsage } from "./cost-estimate.ts";
import { Exact } from "./cost-usd.ts";
import { worstPrice } from "./cost-worst.ts";
import { imagesIn, imageTokens } from "./image-tokens.ts";
import { thinkingTokens } from "./thinking-tokens.ts";
import { estimateRequestTokens, type TokenEstimate } from "./tokens.ts";
import type { ChatRequest, Price } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

export interface CapPrice {
	provider: ProviderType;
	price: Price | null;
	/** The longest answer of the model, where the request names no limit. */
	maxOutputTokens: number | null;
	/** For a caller who has counted already. */
	input?: TokenEstimate;
}

/** How a request fits under a cap; `leastUsd` is null where no price is known, and then nothing can be promised. */
export interface CapFit {
	/** The least cap that leaves room for an answer of one token. */
	leastUsd: string | null;
	/** The longest answer that cannot cost more than the cap, at most what the request asks for; 0 is none. */
	maxTokens: number;
	/** All output tokens that the cap pays for, whatever the request asks for. */
	affordableTokens: number;
	/** What it costs at most without a cap, in the twelve decimals that a cap has; null where no price is known. */
	mostUsd: string | null;
}

/** OpenAI's models before GPT-4o have another tokenizer. */
const older = /^(?:ft:)?gpt-(?:3\.5|4(?:[-:]|$))|^(?:ft:)?(?:davinci|babbage)-/;

/**
 * What models' templates put around a conversation, and elsewhere than at OpenAI around the tools that it declares, at the
 * most: gpt-oss writes 70 tokens before the first message, and Anthropic documents up to 530 where there is a tool.
 */
const templateTokens = 100;
const toolTemplateTokens = 600;

/**
 * The most that a provider counts of a prompt. Our count is exact for text alone on OpenAI's own models; elsewhere it may
 * be a quarter more, and what a template adds. An image may be as large as they count any.
 */
function mostInputTokens(tokens: number, provider: ProviderType, request: ChatRequest): number {
	const images = imagesIn(request);
	const { usual, most } = imageTokens(provider, request.model);
	const hasTools = Boolean(request.tools?.length);
	const isOpenAi = provider === "openai";
	const isExact = isOpenAi && images === 0 && !hasTools && !request.jsonSchema && !older.test(request.model);
	const counted = tokens + images * (most - usual);
	if (isExact) return counted;
	return Math.ceil(counted * 1.25) + templateTokens + (hasTools && !isOpenAi ? toolTemplateTokens : 0);
}

/** No answer is longer; keeps the search short where a price is tiny. */
const longestAnswer = 10_000_000;

/** Finds the longest answer to a request that stays under a cap even if the provider counts more input than we do. */
export async function fitUnderCap(request: ChatRequest, capUsd: string, options: CapPrice): Promise<CapFit> {
	const { provider } = options;
	const price = worstPrice(provider, options.price);
	const { tokens } = options.input ?? (await estimateRequestTokens(request, { provider }));
	const inputTokens = mostInputTokens(tokens, provider, request);
	const thoughts = thinkingTokens(provider, request);
	const usdWith = (outputTokens: number): string | null =>
		computeCost({ provider, price, usage: estimatedUsage(inputTokens, outputTokens), estimated: true }).usd;
	const leastUsd = usdWith(1 + thoughts);
	if (leastUsd === null) return { leastUsd, maxTokens: 0, affordableTokens: 0, mostUsd: null };
	const fits = (outputTokens: number): boolean => new Exact(usdWith(outputTokens) ?? "Infinity").lte(capUsd);
	const affordableTokens = largest(longestAnswer, fits);
	const wanted = request.maxTokens ?? options.maxOutputTokens ?? longestAnswer;
	const maxTokens = Math.max(0, Math.min(wanted, affordableTokens - thoughts));
	const mostUsd = new Exact(usdWith(wanted + thoughts) ?? leastUsd).toDecimalPlaces(12, Exact.ROUND_UP).toFixed();
	return { leastUsd, maxTokens, affordableTokens, mostUsd };
}

/** The largest whole number up to `limit` that still fits, where all smaller ones do; 0 when none does. */
function largest(limit: number, fits: (count: number) => boolean): number {
	let [low, high] = [0, limit];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (fits(middle)) low = middle;
		else high = middle - 1;
	}
	return low;
}
