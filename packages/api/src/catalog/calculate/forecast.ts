import { divideUsd, explainCost, forecastCost, type Traffic } from "@llm-hub/providers";
import type { payeeOf } from "../prices-of.ts";
import type { Entry } from "../snapshot.ts";
import type { Forecast, ForecastNote } from "./schema.ts";
import type { Expected } from "./traffic.ts";

/** A model with its whole price; null where there is no such model. */
export type Priced = (Entry["model"] & { payee: ReturnType<typeof payeeOf> }) | null;

/** What the traffic would cost on one model. The difference is put in by who knows the baseline. */
export function forecastOf(asked: string, model: Priced, expected: Expected, traffic: Traffic): Forecast {
	const unknown = { lowUsd: null, typicalUsd: null, highUsd: null, eachUsd: null, differenceUsd: null };
	if (!model) {
		const nobody = { asked, modelId: null, displayName: asked, providerName: null };
		return { ...nobody, ...unknown, state: "missing", explanation: [], notes: [] };
	}
	const { id: modelId, displayName, providerName } = model;
	const { lowUsd, typical, highUsd } = forecastCost(traffic, model.payee);
	const free = typical.state === "free";
	const facts = { asked, modelId, displayName, providerName, notes: notesOn(model, expected) };
	if (typical.usd === null) {
		return { ...facts, ...unknown, state: "unpriced", explanation: explainCost(typical, "forecast") };
	}
	return {
		...facts,
		state: free ? "free" : "estimated",
		lowUsd,
		typicalUsd: typical.usd,
		highUsd,
		eachUsd: expected.messages === 0 ? null : divideUsd(typical.usd, expected.messages),
		differenceUsd: null,
		// As the terms of what is known: nobody's count was missing here.
		explanation: explainCost(free ? typical : { ...typical, state: "computed" }),
	};
}

function notesOn(model: NonNullable<Priced>, { low, typical, high }: Expected): ForecastNote[] {
	const { payee, contextLength, maxOutputTokens, capabilities } = model;
	const tiers = payee.price?.tiers ?? [];
	const isBetween = (bound: number) => bound >= low.inputTokens && bound < high.inputTokens;
	const holds: Record<ForecastNote, boolean> = {
		retired: model.retiredAt !== null,
		disabled: !model.enabled,
		too_long: contextLength !== null && high.inputTokens + high.outputTokens > contextLength,
		answer_too_long: maxOutputTokens !== null && high.outputTokens > maxOutputTokens,
		reasoning: capabilities.includes("reasoning"),
		tiers: tiers.some(({ aboveInputTokens }) => aboveInputTokens > 0 && isBetween(aboveInputTokens)),
		no_cache_price:
			typical.cachedInputTokens > 0 &&
			model.priceState === "priced" &&
			tiers.some(({ rates }) => rates.cachedInput === undefined),
	};
	return (Object.keys(holds) as ForecastNote[]).filter((note) => holds[note]);
}
