import { capabilities, providerTypes } from "@llm-hub/providers";
import type { Context } from "../context.ts";
import { UnauthorizedError } from "../errors.ts";
import { facetMatches, matchesRest } from "./matching.ts";
import { contextBands, type FacetsOutput, type ModelFiltersInput, priceBands } from "./schema.ts";
import type { Entry } from "./snapshot.ts";
import { judgeModels } from "./usable.ts";

type Caller = Pick<Context, "db" | "services" | "actor">;

/**
 * Counts what each choice of each filter would leave, under all the other filters, in one pass over the catalog.
 * @throws UnauthorizedError for the filter `usable` where nobody is signed in
 */
export async function countFacets(ctx: Caller, input: ModelFiltersInput): Promise<FacetsOutput> {
	if (input.usable !== undefined && ctx.actor === null) {
		throw new UnauthorizedError("Sign in to see which models you may use.");
	}
	const { entries } = await ctx.services.catalog.current();
	const rest = matchesRest(input);
	const matches = Object.entries(facetMatches(input));
	const near: { entry: Entry; misses: string[] }[] = [];
	for (const entry of entries.values()) {
		if (!rest(entry)) continue;
		const misses = matches.filter(([, fits]) => !fits(entry)).map(([name]) => name);
		// What two filters keep out would not be let in by changing one of them.
		if (misses.length <= 1) near.push({ entry, misses });
	}
	const judged = await judgedIn(
		ctx,
		near.map(({ entry }) => entry),
	);
	const counts = new Map<string, Map<string, number>>();
	const add = (facet: string, value: string) => {
		const ofFacet = counts.get(facet) ?? new Map<string, number>();
		ofFacet.set(value, (ofFacet.get(value) ?? 0) + 1);
		counts.set(facet, ofFacet);
	};
	let total = 0;
	for (const [index, { entry, misses }] of near.entries()) {
		const usable = judged?.[index];
		const all = input.usable === undefined || usable === input.usable ? misses : [...misses, "usable"];
		if (all.length > 1) continue;
		if (all.length === 0) total += 1;
		// Of capabilities all are wanted, so one more narrows what is there and lets nothing in.
		if (all.length === 0) for (const capability of entry.model.capabilities) add("capabilities", capability);
		const fits = (facet: string) => all.length === 0 || all[0] === facet;
		if (fits("providers")) add("providers", entry.model.providerType);
		if (fits("priceBands")) add("priceBands", entry.priceBand);
		if (fits("contextBands")) add("contextBands", entry.contextBand);
		if (fits("status")) add("status", entry.model.enabled ? "enabled" : "disabled");
		if (usable !== undefined && fits("usable")) add("usable", usable ? "usable" : "not_usable");
	}
	const listed = <Value extends string>(facet: string, values: readonly Value[]) =>
		values.flatMap((value) => {
			const count = counts.get(facet)?.get(value) ?? 0;
			return count === 0 ? [] : [{ value, count }];
		});
	return {
		total,
		providers: listed("providers", providerTypes),
		capabilities: listed("capabilities", capabilities),
		priceBands: listed("priceBands", priceBands),
		contextBands: listed("contextBands", contextBands),
		status: listed("status", ["enabled", "disabled"]),
		usable: judged === null ? null : listed("usable", ["usable", "not_usable"]),
	};
}

/** Whether the caller may use each, in their order; null where nobody is signed in. */
async function judgedIn(ctx: Caller, entries: readonly Entry[]): Promise<boolean[] | null> {
	if (ctx.actor === null) return null;
	const judged = await judgeModels(ctx)(entries.map(({ model }) => model));
	return judged.map((answer) => answer?.usable ?? false);
}
