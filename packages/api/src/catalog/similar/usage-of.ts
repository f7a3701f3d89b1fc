import type { DbOrTx } from "@llm-hub/db";
import { addUsd, type CallSum } from "@llm-hub/providers";
import { groupRuns } from "../recorded-runs.ts";

/** What a model was used for. */
export interface ModelUsage {
	/** Every run that ended, however it did. */
	runs: number;
	/** Those of them whose tokens are known. */
	counted: number;
	inputTokens: number;
	outputTokens: number;
	/** The known costs' sum in USD. */
	spentUsd: string;
	/** Runs that cost something nobody knows. */
	unpriced: number;
	/** To be priced elsewhere. */
	sums: CallSum[];
}

/**
 * What each model was used for in the last 30 days, by everybody or by one person; models without a run are left out.
 * @param edges as `tierEdges` gives them: the sums never cross one
 */
export async function usageOf(
	db: DbOrTx,
	{ modelIds, userId, edges }: { modelIds: readonly string[]; userId?: string | undefined; edges: readonly number[] },
): Promise<Map<string, ModelUsage>> {
	const usage = new Map<string, ModelUsage>();
	if (modelIds.length === 0) return usage;
	for (const { modelId, runs, spentUsd, unpriced, sum } of await groupRuns(db, { modelIds, userId }, edges)) {
		const known = usage.get(modelId) ?? { ...nothing, sums: [] };
		known.runs += runs;
		known.unpriced += unpriced;
		known.spentUsd = addUsd(known.spentUsd, spentUsd);
		if (sum) {
			known.counted += runs;
			known.inputTokens += sum.usage.inputTokens ?? 0;
			known.outputTokens += sum.usage.outputTokens ?? 0;
			known.sums.push(sum);
		}
		usage.set(modelId, known);
	}
	return usage;
}

const nothing = { runs: 0, counted: 0, inputTokens: 0, outputTokens: 0, spentUsd: "0", unpriced: 0 };
