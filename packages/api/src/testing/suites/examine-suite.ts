import { formatUsd } from "@llm-hub/providers";
import { isMore } from "../../access/usd.ts";
import type { UserContext } from "../../context.ts";
import type { Refusal } from "../groups/schema.ts";
import { mostUsdOf } from "./bounds.ts";
import { type EstimateSuite, type EstimateSuiteInput, mostCells, type SuiteTemplate } from "./schema.ts";
import { snapshotTemplates } from "./snapshot-templates.ts";
import { tryModel } from "./try-model.ts";

export interface ExaminedSuite extends Pick<EstimateSuite, "cells" | "leastCapUsd" | "problems"> {
	templates: SuiteTemplate[];
	models: { asked: string; modelId: string; refusal: Refusal | null }[];
}

/** Asks the resolvers that each run of a suite will ask, and says everything that forbids it. Spends nothing. */
export async function examineSuite(
	ctx: UserContext,
	input: EstimateSuiteInput,
	signal?: AbortSignal,
): Promise<ExaminedSuite> {
	const { modelIds, parameters, repeats, capUsd } = input;
	const { templates, problems } = await snapshotTemplates(ctx, input.templates);
	const cells = input.templates.length * modelIds.length * repeats;
	if (cells > mostCells) {
		const message = `${cells} runs are more than the ${mostCells} of one suite. Repeat less often, or pick fewer.`;
		problems.push({ path: "repeats", message });
	}
	const models = await Promise.all(modelIds.map((asked) => tryModel(ctx, asked, templates, parameters)));
	for (const [index, { modelId }] of models.entries()) {
		const isTwice = models.findIndex((other) => other.modelId === modelId) < index;
		if (isTwice)
			problems.push({ path: `modelIds.${index}`, message: `${modelId} is picked twice, once by its alias.` });
	}
	if (capUsd === null) return { templates, cells, models, leastCapUsd: null, problems };
	const most = await dearest(ctx, usableOf(models), templates, input, signal);
	problems.push(...capProblems(most, capUsd));
	return { templates, cells, models, leastCapUsd: most.usd, problems };
}

/** The models that no refusal stands against, each once. */
export const usableOf = (models: ExaminedSuite["models"]): string[] => [
	...new Set(models.filter(({ refusal }) => refusal === null).map(({ modelId }) => modelId)),
];

interface Dearest {
	/** The most that a single cell may cost; null where a price is unknown. */
	usd: string | null;
	unpriced: string[];
}

async function dearest(
	ctx: UserContext,
	modelIds: string[],
	templates: SuiteTemplate[],
	{ parameters }: EstimateSuiteInput,
	signal?: AbortSignal,
): Promise<Dearest> {
	let most = "0";
	const unpriced = new Set<string>();
	for (const modelId of modelIds) {
		for (const template of templates) {
			signal?.throwIfAborted();
			const usd = await mostUsdOf(ctx, modelId, template, parameters);
			if (usd === null) unpriced.add(modelId);
			else if (isMore(usd, most)) most = usd;
		}
	}
	return { usd: unpriced.size > 0 ? null : most, unpriced: [...unpriced] };
}

function capProblems({ usd, unpriced }: Dearest, capUsd: string): EstimateSuite["problems"] {
	if (usd === null) {
		const message = `The price of ${unpriced.join(", ")} is unknown, so no cap can be kept. Leave it out, set its price, or run without a cap.`;
		return [{ path: "capUsd", message }];
	}
	if (!isMore(usd, capUsd)) return [];
	const message = `A single run may cost up to ${formatUsd(usd)}. Raise the cap, or allow shorter answers.`;
	return [{ path: "capUsd", message }];
}
