import { computeCost } from "./cost.ts";
import { worstPrice } from "./cost-worst.ts";
import { thinkingTokens } from "./thinking-tokens.ts";
import { estimateRequestTokens, type TokenEstimate } from "./tokens.ts";
import type { ChatRequest, Price, Usage } from "./types.ts";
import type { ProviderType } from "./vocabulary.ts";

/** What a call may cost before it is made; `null` where the price or the limit of the answer is unknown. */
export interface CostRange {
	inputTokens: number;
	tokenizer: string;
	/** With an answer of one token: no provider takes a smaller limit. */
	lowUsd: string | null;
	/** With the longest answer that the request or the model allows, at the dearest of the rates that may be asked for it. */
	highUsd: string | null;
}

/**
 * Estimates what a request may cost: its input counted here, its answer between one token and its limit.
 * @param options.input for a caller who has counted already
 */
export async function estimateCostRange(
	request: ChatRequest,
	options: { provider: ProviderType; price: Price | null; maxOutputTokens?: number | null; input?: TokenEstimate },
): Promise<CostRange> {
	const { provider, price } = options;
	const { tokens: inputTokens, tokenizer } = options.input ?? (await estimateRequestTokens(request, { provider }));
	const answerLimit = request.maxTokens ?? options.maxOutputTokens ?? null;
	const usdWith = (outputTokens: number, by = price) =>
		computeCost({ provider, price: by, usage: estimatedUsage(inputTokens, outputTokens), estimated: true }).usd;
	const mostTokens = answerLimit === null ? null : answerLimit + thinkingTokens(provider, request);
	return {
		inputTokens,
		tokenizer,
		lowUsd: usdWith(1),
		highUsd: mostTokens === null ? null : usdWith(mostTokens, worstPrice(provider, price)),
	};
}

/** The usage of a call whose provider stated none, from our own counts; its cost is `estimated`. */
export function estimatedUsage(inputTokens: number, outputTokens: number): Usage {
	return {
		inputTokens,
		cachedInputTokens: 0,
		cacheWriteTokens: 0,
		cacheWrite1hTokens: 0,
		outputTokens,
		reasoningTokens: null,
		audioInputTokens: 0,
		cachedAudioInputTokens: 0,
		audioOutputTokens: 0,
		raw: null,
	};
}
