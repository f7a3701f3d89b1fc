import { sumUsd } from "@llm-hub/providers";
import type { UserContext } from "../../context.ts";
import { estimateRuns } from "../estimate.ts";
import type { EstimateOutput } from "../schema.ts";
import { examineSuite, usableOf } from "./examine-suite.ts";
import type { EstimateSuite, EstimateSuiteInput, SuiteTemplate } from "./schema.ts";

/**
 * What a suite would cost by model and in all, and everything that forbids it, before anything is spent. Gives up when
 * `signal` aborts, because a newer draft has come.
 */
export async function estimateSuite(
	ctx: UserContext,
	input: EstimateSuiteInput,
	signal?: AbortSignal,
): Promise<EstimateSuite> {
	const { templates, models, ...examined } = await examineSuite(ctx, input, signal);
	const costs = await costsOf(ctx, usableOf(models), templates, input, signal);
	const counted = [...costs.values()];
	const low = sumUsd(counted.map(({ lowUsd }) => lowUsd));
	const high = sumUsd(counted.map(({ highUsd }) => highUsd));
	const unknown = { state: "unpriced", lowUsd: null, highUsd: null } as const;
	return {
		...examined,
		models: models.map((model) => ({ ...model, ...(costs.get(model.modelId) ?? unknown) })),
		lowUsd: low.usd,
		highUsd: high.usd,
		unpriced: high.unpriced,
	};
}

type CostOfModel = Pick<EstimateSuite["models"][number], "state" | "lowUsd" | "highUsd">;

/** Of all cells of each model. */
async function costsOf(
	ctx: UserContext,
	modelIds: string[],
	templates: SuiteTemplate[],
	{ parameters, repeats }: EstimateSuiteInput,
	signal?: AbortSignal,
): Promise<Map<string, CostOfModel>> {
	if (modelIds.length === 0) return new Map();
	const byTemplate: EstimateOutput["models"][] = [];
	for (const { messages } of templates) {
		const asked = messages.map((message) => ({ ...message, images: 0 }));
		byTemplate.push((await estimateRuns(ctx, { modelIds, messages: asked, parameters }, signal)).models);
	}
	const total = (amounts: (string | null)[]): string | null => {
		const { usd, unpriced } = sumUsd(amounts.flatMap((usd) => Array.from({ length: repeats }, () => usd)));
		return unpriced > 0 ? null : usd;
	};
	return new Map(
		modelIds.map((modelId, index) => {
			const own = byTemplate.flatMap((models) => models[index] ?? []);
			const [lowUsd, highUsd] = [total(own.map((one) => one.lowUsd)), total(own.map((one) => one.highUsd))];
			return [modelId, { state: own[0]?.state ?? "unpriced", lowUsd, highUsd }];
		}),
	);
}
