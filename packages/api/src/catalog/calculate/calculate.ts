import { differenceUsd, subtractUsd } from "@llm-hub/providers";
import type { Context } from "../../context.ts";
import { resolveAliases } from "../aliases/resolve-alias.ts";
import { payeeOf, pricesOf } from "../prices-of.ts";
import { usableModels } from "./candidates.ts";
import { forecastOf, type Priced } from "./forecast.ts";
import { type CalculateInput, type CalculateOutput, type Forecast, mostCalculated } from "./schema.ts";
import { mostUsedModel } from "./summarise-runs.ts";
import { expectedTraffic } from "./traffic.ts";

/**
 * What the same traffic would cost on each model, as a range, by the prices in force now and the formula of a run's cost.
 * @throws UnauthorizedError, ForbiddenError where runs are asked for that the caller may not see
 */
export async function calculateCosts(ctx: Context, input: CalculateInput): Promise<CalculateOutput> {
	const expected = await expectedTraffic(ctx, input.traffic);
	const { messages, low, typical, high, recorded, runs } = expected;
	const basis = { messages, low, typical, high, recorded };
	// No traffic costs nothing, which says nothing about any model.
	if (messages === 0) return { ...basis, baseline: null, models: [], beyond: null };
	const cheapest = input.models.length > 0 ? null : await usableModels(ctx, typical);
	const asked = cheapest?.ids ?? [...new Set(input.models)];
	const used = input.baseline === undefined && runs ? await mostUsedModel(ctx, runs) : null;
	const baselineId = input.baseline ?? used?.modelId;
	const names = baselineId === undefined ? asked : [...asked, baselineId];
	const models = await pricedModels(ctx, names);
	const traffic = await expected.trafficFor(models.flatMap((model) => model?.payee.price ?? []));
	const forecasts = names.map((name, index) => forecastOf(name, models[index] ?? null, expected, traffic));
	const baseline = baselineId === undefined ? undefined : forecasts.pop();
	const compared = (forecast: Forecast) => ({
		...forecast,
		differenceUsd: differenceUsd(forecast.typicalUsd, baseline?.typicalUsd ?? null),
	});
	const shown = forecasts.map(compared).sort(byCost).slice(0, mostCalculated);
	return {
		...basis,
		baseline: baseline
			? { how: used ? "most_used" : "chosen", runs: used?.runs ?? null, forecast: compared(baseline) }
			: null,
		models: shown,
		beyond: cheapest && { dearer: cheapest.priced - shown.length, unpriced: cheapest.unpriced },
	};
}

/** By ids or aliases, in their order. */
async function pricedModels(ctx: Context, names: readonly string[]): Promise<Priced[]> {
	const [ids, { entries }] = await Promise.all([resolveAliases(ctx, names), ctx.services.catalog.current()]);
	const prices = await pricesOf(
		ctx,
		ids.flatMap((id) => id ?? []),
	);
	return ids.map((id) => {
		const entry = id === null ? undefined : entries.get(id);
		return entry ? { ...entry.model, payee: payeeOf(entry.model, prices) } : null;
	});
}

/** The cheapest first, what is unknown last. */
function byCost(a: Forecast, b: Forecast): number {
	if (a.typicalUsd === null || b.typicalUsd === null) {
		return Number(a.typicalUsd === null) - Number(b.typicalUsd === null) || (a.displayName < b.displayName ? -1 : 1);
	}
	const difference = subtractUsd(a.typicalUsd, b.typicalUsd);
	if (difference === "0") return a.displayName < b.displayName ? -1 : 1;
	return difference.startsWith("-") ? -1 : 1;
}
