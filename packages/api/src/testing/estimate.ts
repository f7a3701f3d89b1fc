import {
	type ChatRequest,
	estimateCostRange,
	estimateRequestTokens,
	fitUnderCap,
	imageTokens,
	type ProviderType,
	providerTypes,
	sumUsd,
	type TokenEstimate,
} from "@llm-hub/providers";
import { resolveAlias } from "../catalog/aliases/resolve-alias.ts";
import { findModel } from "../catalog/find-model.ts";
import type { UserContext } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { sandboxSlug } from "../keys/operator-targets.ts";
import { chatRequestOf } from "./chat-request.ts";
import type { EstimateInput } from "./request-schema.ts";
import type { EstimateOutput } from "./schema.ts";

type ModelEstimate = EstimateOutput["models"][number];

/**
 * What a draft would cost on each model, before anything is spent: its prompt counted here, its answer between one
 * token and the longest allowed. Gives up when `signal` aborts, because a newer draft has come.
 * @throws NotFoundError for an id of no provider and an unknown alias; a model that the catalog does not have is merely unpriced
 */
export async function estimateRuns(
	ctx: UserContext,
	{ modelIds, messages, parameters }: EstimateInput,
	signal?: AbortSignal,
): Promise<EstimateOutput> {
	const asked = messages.map(({ images, ...message }) => ({
		...message,
		images: Array.from({ length: images }, () => ({ mediaType: "image/png" })),
	}));
	const request = chatRequestOf("", asked, parameters);
	const counted = new Map<string, TokenEstimate>();
	const models: ModelEstimate[] = [];
	for (const asked of modelIds) {
		signal?.throwIfAborted();
		const modelId = await resolveAlias(ctx, asked);
		const provider = providerOf(modelId);
		const own = { ...request, model: modelId.slice(provider.length + 1) };
		// The prompt is counted once for all that count it alike, not once a model: that is what takes the time.
		const alike = `${provider} ${imageTokens(provider, own.model).usual}`;
		const input = counted.get(alike) ?? (await estimateRequestTokens(own, { provider }));
		counted.set(alike, input);
		const estimate = await estimateModel(ctx, modelId, provider, own, input, parameters.costCapUsd ?? null);
		// By the name that the caller knows it by.
		models.push({ ...estimate, modelId: asked });
	}
	const low = sumUsd(models.map(({ lowUsd }) => lowUsd));
	const high = sumUsd(models.map(({ highUsd }) => highUsd));
	return { models, lowUsd: low.usd, highUsd: high.usd, unpriced: high.unpriced };
}

async function estimateModel(
	ctx: UserContext,
	modelId: string,
	provider: ProviderType,
	request: ChatRequest,
	input: TokenEstimate,
	capUsd: string | null,
): Promise<ModelEstimate> {
	const model = await findModel(ctx, modelId);
	const contextLength = model?.contextLength ?? null;
	const isTooLong = contextLength !== null && input.tokens >= contextLength;
	const facts = { modelId, inputTokens: input.tokens, contextLength, isTooLong };
	const isFree = isSandbox(ctx, modelId) || model?.priceState === "free";
	if (isFree) {
		const cap = { leastCapUsd: null, isCapTooLow: false, cappedMaxTokens: null };
		return { ...facts, state: "free", lowUsd: "0", highUsd: "0", ...cap };
	}
	const options = { provider, price: model?.price ?? null, maxOutputTokens: model?.maxOutputTokens ?? null, input };
	const fit = await fitUnderCap(request, capUsd ?? "0", options);
	const isLowered = capUsd !== null && fit.maxTokens > 0 && fit.maxTokens < (request.maxTokens ?? 0);
	const sent = isLowered ? { ...request, maxTokens: fit.maxTokens } : request;
	const { lowUsd, highUsd } = await estimateCostRange(sent, options);
	return {
		...facts,
		state: highUsd === null ? "unpriced" : "estimated",
		lowUsd,
		highUsd,
		leastCapUsd: fit.leastUsd,
		isCapTooLow: capUsd !== null && fit.maxTokens < 1,
		cappedMaxTokens: isLowered ? fit.maxTokens : null,
	};
}

function providerOf(modelId: string): ProviderType {
	const provider = providerTypes.find((type) => modelId.startsWith(`${type}/`));
	if (!provider) throw new NotFoundError(`There is no provider of ${modelId}.`, { modelId });
	return provider;
}

/** Nobody bills the built-in Sandbox. */
const isSandbox = ({ services }: UserContext, modelId: string): boolean =>
	services.config.sandboxBaseUrl !== null && modelId.startsWith(`custom/${sandboxSlug}/`);
