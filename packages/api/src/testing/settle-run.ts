import type { Db } from "@llm-hub/db";
import {
	type Cost,
	type CountedRequest,
	computeCost,
	estimatedUsage,
	estimateRequestTokens,
	estimateTokens,
	type Price,
	type ProviderType,
	type Usage,
} from "@llm-hub/providers";
import { type EndedLog, endRun } from "./end-run.ts";
import type { CallEnd } from "./live-run.ts";
import type { EndRow } from "./run-view.ts";
import { storableJson, storableText } from "./storable.ts";

/** All that is known when a run ends; what its final row is made of. */
export interface RunOutcome {
	id: string;
	provider: ProviderType;
	price: Price | null;
	isFree: boolean;
	/** The provider may have billed it, even if it did not say so. */
	mayBeBilled: boolean;
	/** What was sent, as far as it counts as input. */
	asked: CountedRequest;
	text: string;
	reasoning: string;
	/** What came beside them that nobody was shown; it costs as well. */
	unseen?: string;
	toolCalls: unknown[];
	usage: Usage | null;
	end: CallEnd;
	ttftMs: number | null;
	latencyMs: number | null;
}

/** Tokens and money of a run, and who counted. */
interface Metering {
	usage: Usage | null;
	usageSource: "provider" | "estimate" | "none";
	cost: Cost | null;
}

/**
 * Ends a run exactly once: its row turns from `started` into its final state with usage, cost and the formula's terms,
 * its answer is kept and its hold settled, all or nothing. Whoever comes second changes nothing.
 * @returns the row as it ended, or null when somebody else had ended it.
 */
export async function settleRun(db: Db, outcome: RunOutcome): Promise<EndRow | null> {
	const { usage, usageSource, cost } = await meter(outcome);
	const { id, end } = outcome;
	const failure = end.state === "failed" ? end.failure : null;
	const success = end.state === "success" ? end : null;
	const log: EndedLog = {
		id,
		state: end.state,
		failureReason: failure?.reason ?? null,
		failureMessage: failure && storableText(failure.message),
		retryable: failure?.retryable ?? null,
		finishReason: end.state === "failed" ? null : end.finishReason,
		reportedModel: success?.reportedModel ? storableText(success.reportedModel) : null,
		upstreamId: success?.upstreamId ? storableText(success.upstreamId) : null,
		inputTokens: usage?.inputTokens ?? null,
		cachedInputTokens: usage?.cachedInputTokens ?? null,
		cacheWriteTokens: usage ? usage.cacheWriteTokens + usage.cacheWrite1hTokens : null,
		outputTokens: usage?.outputTokens ?? null,
		reasoningTokens: usage && countedReasoning(usage, outcome.reasoning),
		usageSource,
		usageRaw: usage ? storableJson(usage.raw) : null,
		costUsd: cost?.usd ?? null,
		costState: cost?.state ?? null,
		costTerms: cost?.terms ?? null,
		ttftMs: outcome.ttftMs,
		latencyMs: outcome.latencyMs,
		endedAt: new Date(),
	};
	const { text: response, reasoning, toolCalls } = outcome;
	return endRun(db, {
		log,
		price: outcome.price,
		answer: { id, response, reasoning, toolCalls: storableJson(toolCalls) },
	});
}

/**
 * A count of none is contradicted by thoughts that came: some servers write 0 for what they do not count apart. Their
 * number is unknown then.
 */
const countedReasoning = ({ reasoningTokens }: Usage, reasoning: string): number | null =>
	reasoningTokens === 0 && reasoning.trim() !== "" ? null : reasoningTokens;

/**
 * The provider's own count where it gave a whole one, or its charge. Else ours, when it may have billed. A call that
 * was refused or never sent has no cost at all, which is not a cost of 0.
 */
async function meter(outcome: RunOutcome): Promise<Metering> {
	const { usage, end, provider, price, isFree: free } = outcome;
	// Before the end a provider's count is one of passage: only the last of a whole answer is its word.
	const isRead = end.state === "success" || (end.state === "cancelled" && end.isRead);
	const isWhole = isRead && usage?.inputTokens != null && usage.outputTokens !== null;
	if (usage && (isWhole || usage.billedUsd !== undefined)) {
		return { usage, usageSource: "provider", cost: computeCost({ provider, usage, price, free }) };
	}
	if (!outcome.mayBeBilled) return { usage: null, usageSource: "none", cost: null };
	const counted = await countOurselves(outcome);
	return {
		usage: counted,
		usageSource: "estimate",
		cost: computeCost({ provider, usage: counted, price, estimated: true, free }),
	};
}

/** What the provider did say stays (Anthropic counts the input at the start); what it left out is counted here. */
async function countOurselves({
	provider,
	asked,
	text,
	reasoning,
	unseen = "",
	toolCalls,
	usage: said,
}: RunOutcome): Promise<Usage> {
	const input = await estimateRequestTokens(asked, { provider });
	const answer = await estimateTokens(reasoning + text + unseen, { provider });
	const tools = toolCalls.length > 0 ? await estimateTokens(JSON.stringify(toolCalls), { provider }) : { tokens: 0 };
	const output = answer.tokens + tools.tokens;
	const { billedUsd: _, ...stated } = said ?? estimatedUsage(input.tokens, output);
	return {
		...stated,
		inputTokens: stated.inputTokens ?? input.tokens,
		// A count that a cut stream gave in passing (Anthropic's first event says 1) is less than what was seen here.
		outputTokens: Math.max(stated.outputTokens ?? 0, output),
		// None until the cut is not none: the model may have hidden what it thought.
		reasoningTokens: stated.reasoningTokens || null,
	};
}
