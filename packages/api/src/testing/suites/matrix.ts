import { divideUsd, sumUsd } from "@llm-hub/providers";
import { wilson } from "../votes/wilson.ts";
import type { SuiteCell, SuiteFigures, SuiteMatrix } from "./schema.ts";

/** A cell as the figures see it: with what was paid for the runs before its last. */
export interface CountedCell extends SuiteCell {
	/** The known costs of all its runs. */
	paidUsd: string;
	/** Its runs whose cost is unknown. */
	unpriced: number;
}

/** The figures by model, and by template and model; of the cells that there are now. */
export function matrixOf(cells: readonly CountedCell[], modelIds: readonly string[], templates: number): SuiteMatrix {
	const models = modelIds.map((modelId) => ({ modelId, own: cells.filter((cell) => cell.modelId === modelId) }));
	return {
		models: models.map(({ modelId, own }) => ({ modelId, ...figuresOf(own) })),
		cells: Array.from({ length: templates }, (_, templateIndex) =>
			models.map(({ modelId, own }) => ({
				modelId,
				templateIndex,
				...figuresOf(own.filter((cell) => cell.templateIndex === templateIndex)),
			})),
		).flat(),
	};
}

export function figuresOf(cells: readonly CountedCell[]): SuiteFigures {
	const judged = cells.filter(({ passed }) => passed !== null);
	const passed = judged.filter((cell) => cell.passed).length;
	const { usd: costUsd } = sumUsd(cells.map(({ paidUsd }) => paidUsd));
	const unpriced = cells.reduce((sum, cell) => sum + cell.unpriced, 0);
	const answered = cells.filter(({ state }) => state === "done");
	return {
		cells: cells.length,
		states: statesOf(cells),
		judged: judged.length,
		passed,
		passRate: judged.length === 0 ? null : wilson(passed, judged.length),
		costUsd,
		unpriced,
		costPerPassUsd: unpriced > 0 || passed === 0 ? null : divideUsd(costUsd, passed),
		latencyMs: spreadOf(answered.map(({ latencyMs }) => latencyMs)),
		ttftMs: spreadOf(answered.map(({ ttftMs }) => ttftMs)),
	};
}

export function statesOf(cells: readonly Pick<SuiteCell, "state">[]): SuiteFigures["states"] {
	const states = { pending: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
	for (const { state } of cells) states[state] += 1;
	return states;
}

function spreadOf(values: readonly (number | null)[]): SuiteFigures["latencyMs"] {
	const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
	const [min, max] = [known[0], known.at(-1)];
	if (min === undefined || max === undefined) return null;
	return { n: known.length, p50: percentile(known, 0.5), p95: percentile(known, 0.95), min, max };
}

/** Interpolated between the two nearest, as SQL's percentile_cont has it. */
function percentile(sorted: readonly number[], share: number): number {
	const place = share * (sorted.length - 1);
	const [below = 0, above = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
	return below + (above - below) * (place - Math.floor(place));
}
