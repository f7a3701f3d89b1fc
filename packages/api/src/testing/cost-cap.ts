import { type CapPrice, type ChatRequest, fitUnderCap, formatUsd } from "@llm-hub/providers";
import { InvalidInputError } from "../errors.ts";

interface CappedRun extends CapPrice {
	modelId: string;
	/** Nobody bills it. */
	isFree: boolean;
}

interface Capped {
	request: ChatRequest;
	/** All output tokens that the cap pays for; null is without a cap. */
	affordableTokens: number | null;
	/** The limit that is sent in the place of the one that was asked for; null where it is not lowered. */
	cappedMaxTokens: number | null;
}

/**
 * Makes a request that cannot cost more than its cap: the limit of its answer is lowered to what the cap pays for after
 * the prompt. What the provider sends beyond that, against its own limit, is cut (see `output-guard.ts`).
 * @throws InvalidInputError when not even one token of answer fits, or no price is known to keep the cap by
 */
export async function applyCap(request: ChatRequest, capUsd: string | null, run: CappedRun): Promise<Capped> {
	if (capUsd === null || run.isFree) return { request, affordableTokens: null, cappedMaxTokens: null };
	const { leastUsd, maxTokens, affordableTokens } = await fitUnderCap(request, capUsd, run);
	if (leastUsd === null) {
		throw new InvalidInputError(
			"parameters.costCapUsd",
			`The price of ${run.modelId} is unknown, so no cap can be kept. Run it without a cap, or set its price.`,
		);
	}
	if (maxTokens < 1) {
		throw new InvalidInputError(
			"parameters.costCapUsd",
			`On ${run.modelId} this prompt needs a cap of at least ${formatUsd(leastUsd)}. Raise the cap or shorten the prompt.`,
		);
	}
	const isLowered = request.maxTokens === undefined || maxTokens < request.maxTokens;
	if (!isLowered) return { request, affordableTokens, cappedMaxTokens: null };
	return { request: { ...request, maxTokens }, affordableTokens, cappedMaxTokens: maxTokens };
}
