import { type CallSum, estimatedUsage, type Price, type Traffic } from "@llm-hub/providers";
import { requireCaller } from "../../access/who.ts";
import type { Context } from "../../context.ts";
import { groupRuns, recordedDays, tierEdges, type WhichRuns } from "../recorded-runs.ts";
import type { CalculateInput, CalculateOutput, GivenTraffic } from "./schema.ts";
import { summariseRuns } from "./summarise-runs.ts";

type Size = CalculateOutput["typical"];

/** What the models are to be asked for. */
export interface Expected extends Pick<CalculateOutput, "messages" | "low" | "typical" | "high" | "recorded"> {
	/** The runs that say which model is used now; null is none. */
	runs: WhichRuns | null;
	/** With its sums apart at every tier of these prices. */
	trafficFor(prices: readonly Price[]): Promise<Traffic>;
}

/** @throws UnauthorizedError, ForbiddenError where runs are asked for that the caller may not see */
export function expectedTraffic(ctx: Context, traffic: CalculateInput["traffic"]): Promise<Expected> | Expected {
	if (traffic.kind === "given") return givenTraffic(ctx, traffic);
	const { userId } = requireCaller(ctx.actor, traffic.scope === "company" ? "admin" : "usage:read");
	return recordedTraffic(ctx, traffic.scope === "company" ? {} : { userId });
}

function givenTraffic({ actor }: Context, given: GivenTraffic): Expected {
	const { inputTokens, outputTokens, spreadPercent, cachedPercent } = given;
	const messages = given.messagesPerDay * given.daysPerMonth;
	const less = (tokens: number) => Math.max(1, Math.floor((tokens * (100 - spreadPercent)) / 100));
	const more = (tokens: number) => Math.ceil((tokens * (100 + spreadPercent)) / 100);
	const sized = (input: number, output: number, cached: number): Size => ({
		inputTokens: input,
		cachedInputTokens: Math.floor((input * cached) / 100),
		outputTokens: output,
	});
	const low = sized(less(inputTokens), less(outputTokens), cachedPercent);
	const typical = sized(inputTokens, outputTokens, cachedPercent);
	// A cache promises nothing: at worst all of it is read anew.
	const high = sized(more(inputTokens), more(outputTokens), 0);
	const bounds = { low: groupOf(low, messages), high: groupOf(high, messages) };
	return {
		messages,
		low,
		typical,
		high,
		recorded: null,
		runs: actor?.kind === "user" ? { userId: actor.userId } : null,
		trafficFor: async () => ({ ...bounds, typical: [groupOf(typical, messages)] }),
	};
}

async function recordedTraffic(ctx: Context, which: WhichRuns): Promise<Expected> {
	const seen = await summariseRuns(ctx, which);
	const { runs, uncounted, costUsd, unpriced } = seen;
	const each = (sum: number) => (runs === 0 ? 0 : Math.round(sum / runs));
	const cachedShare = seen.inputTokens === 0 ? 0 : seen.cachedInputTokens / seen.inputTokens;
	const low = {
		inputTokens: seen.inputP10,
		cachedInputTokens: Math.floor(seen.inputP10 * cachedShare),
		outputTokens: seen.outputP10,
	};
	const high = { inputTokens: seen.inputP90, cachedInputTokens: 0, outputTokens: seen.outputP90 };
	return {
		messages: runs,
		low,
		typical: {
			inputTokens: each(seen.inputTokens),
			cachedInputTokens: each(seen.cachedInputTokens),
			outputTokens: each(seen.outputTokens),
		},
		high,
		recorded: { days: recordedDays, runs, uncounted, costUsd, unpriced },
		runs: which,
		trafficFor: async (prices) => {
			const groups = await groupRuns(ctx.db, which, tierEdges(prices));
			return {
				low: groupOf(low, runs),
				typical: groups.flatMap(({ sum }) => sum ?? []),
				high: groupOf(high, runs),
			};
		},
	};
}

const groupOf = ({ inputTokens, cachedInputTokens, outputTokens }: Size, calls: number): CallSum => ({
	calls,
	usage: {
		...estimatedUsage(inputTokens * calls, outputTokens * calls),
		cachedInputTokens: cachedInputTokens * calls,
	},
	inputTokensOfOne: inputTokens,
});
