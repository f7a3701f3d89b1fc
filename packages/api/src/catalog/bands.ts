import type { ContextBand, ModelOutput, PriceBand } from "./schema.ts";

/** Lower bounds, the highest first. */
const priceSteps = [
	[15, "from_15"],
	[3, "from_3"],
	[0.5, "from_0_5"],
	[0, "below_0_5"],
] as const satisfies [number, PriceBand][];

const contextSteps = [
	[1_000_000, "from_1m"],
	[400_000, "from_400k"],
	[128_000, "from_128k"],
	[32_000, "from_32k"],
	[0, "below_32k"],
] as const satisfies [number, ContextBand][];

/** Free only where the price says so: a model that asks nothing for input may ask for output. */
export function priceBandOf({ priceState, inputPer1M }: Pick<ModelOutput, "priceState" | "inputPer1M">): PriceBand {
	if (priceState === "free") return "free";
	if (priceState === "unknown" || inputPer1M === null) return "unknown";
	return bandOf(Number(inputPer1M), priceSteps) ?? "unknown";
}

export const contextBandOf = (tokens: number | null): ContextBand =>
	(tokens === null ? undefined : bandOf(tokens, contextSteps)) ?? "unknown";

const bandOf = <Band>(value: number, steps: readonly (readonly [number, Band])[]): Band | undefined =>
	steps.find(([least]) => value >= least)?.[1];
