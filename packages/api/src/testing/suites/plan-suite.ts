import { formatUsd, sumUsd } from "@llm-hub/providers";
import { isMore } from "../../access/usd.ts";
import type { UserContext } from "../../context.ts";
import { estimateRuns } from "../estimate.ts";
import type { EstimateOutput } from "../schema.ts";
import { mostUsdOf } from "./bounds.ts";
import { type EstimateSuite, type EstimateSuiteInput, mostCells, type SuiteTemplate } from "./schema.ts";
import { snapshotTemplates } from "./snapshot-templates.ts";
import { tryModel } from "./try-model.ts";

interface SuitePlan extends EstimateSuite {
	templates: SuiteTemplate[];
}

type ModelPlan = EstimateSuite["models"][number];

/**
 * What a suite would be: its prompts, what each model would cost, and everything that forbids it. Asks the resolvers that
 * each run will ask, and spends nothing. Gives up when `signal` aborts.
 */
export async function planSuite(ctx: UserContext, input: EstimateSuiteInput, signal?: AbortSignal): Promise<SuitePlan> {
	const { templates, problems } = await snapshotTemplates(ctx, input.templates);
	const cells = input.templates.length * input.modelIds.length * input.repeats;
	if (cells > mostCells) {
		const message = `${cells} runs are more than the ${mostCells} of one suite. Repeat less often, or pick fewer.`;
		problems.push({ path: "repeats", message });
	}
	const tried = await Promise.all(input.modelIds.map((asked) => tryModel(ctx, asked, templates, input.parameters)));
	for (const [index, { modelId }] of tried.entries()) {
		const isTwice = tried.findIndex((other) => other.modelId === modelId) < index;
		if (isTwice)
			problems.push({ path: `modelIds.${index}`, message: `${modelId} is picked twice, once by its alias.` });
	}
	const usable = [...new Set(tried.filter(({ refusal }) => refusal === null).map(({ modelId }) => modelId))];
	const costs = await costsOf(ctx, usable, templates, input, signal);
	const models = tried.map((model): ModelPlan => {
		const cost = costs.get(model.modelId) ?? { state: "unpriced", lowUsd: null, highUsd: null };
		return { ...model, ...cost };
	});
	const leastCapUsd = input.capUsd === null ? null : await dearest(ctx, usable, templates, input, signal);
	problems.push(...capProblems(models, leastCapUsd, input.capUsd));
	const counted = models.filter(({ refusal }) => refusal === null);
	const low = sumUsd(counted.map(({ lowUsd }) => lowUsd));
	const high = sumUsd(counted.map(({ highUsd }) => highUsd));
	return {
		templates,
		cells,
		models,
		lowUsd: low.usd,
		highUsd: high.usd,
		unpriced: high.unpriced,
		leastCapUsd,
		problems,
	};
}

/** Of all cells of each model. */
async function costsOf(
	ctx: UserContext,
	modelIds: string[],
	templates: SuiteTemplate[],
	{ parameters, repeats }: EstimateSuiteInput,
	signal?: AbortSignal,
): Promise<Map<string, Pick<ModelPlan, "state" | "lowUsd" | "highUsd">>> {
	if (modelIds.length === 0) return new Map();
	const byTemplate: EstimateOutput["models"][] = [];
	for (const { messages } of templates) {
		const asked = messages.map(({ role, content }) => ({ role, content, images: 0 }));
		byTemplate.push((await estimateRuns(ctx, { modelIds, messages: asked, parameters }, signal)).models);
	}
	const total = (amounts: (string | null | undefined)[]): string | null => {
		const { usd, unpriced } = sumUsd(amounts.flatMap((usd) => Array.from({ length: repeats }, () => usd ?? null)));
		return unpriced > 0 ? null : usd;
	};
	return new Map(
		modelIds.map((modelId, index) => {
			const own = byTemplate.map((models) => models[index]);
			const state = own[0]?.state ?? "unpriced";
			return [
				modelId,
				{ state, lowUsd: total(own.map((one) => one?.lowUsd)), highUsd: total(own.map((one) => one?.highUsd)) },
			];
		}),
	);
}

/** The most that a single cell may cost; null where one has no known price. */
async function dearest(
	ctx: UserContext,
	modelIds: string[],
	templates: SuiteTemplate[],
	{ parameters }: EstimateSuiteInput,
	signal?: AbortSignal,
): Promise<string | null> {
	let most = "0";
	for (const modelId of modelIds) {
		for (const template of templates) {
			signal?.throwIfAborted();
			const usd = await mostUsdOf(ctx, modelId, template, parameters);
			if (usd === null) return null;
			if (isMore(usd, most)) most = usd;
		}
	}
	return most;
}

function capProblems(
	models: ModelPlan[],
	leastCapUsd: string | null,
	capUsd: string | null,
): EstimateSuite["problems"] {
	if (capUsd === null) return [];
	const unpriced = models.filter(({ refusal, state }) => refusal === null && state === "unpriced");
	if (unpriced.length > 0) {
		const names = unpriced.map(({ modelId }) => modelId).join(", ");
		const message = `The price of ${names} is unknown, so no cap can be kept. Leave it out, set its price, or run without a cap.`;
		return [{ path: "capUsd", message }];
	}
	if (leastCapUsd === null || !isMore(leastCapUsd, capUsd)) return [];
	const message = `A single run may cost up to ${formatUsd(leastCapUsd)}. Raise the cap, or allow shorter answers.`;
	return [{ path: "capUsd", message }];
}
