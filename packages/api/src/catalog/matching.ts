import type { ModelFiltersInput } from "./schema.ts";
import type { Entry } from "./snapshot.ts";

export type Matches = (entry: Entry) => boolean;

/** What has no facet: the search, and filters of other doors. */
export function matchesRest(input: ModelFiltersInput): Matches {
	const words = (input.search ?? "")
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== "")
		// More words than ten narrow nothing further.
		.slice(0, 10);
	const { endpoint, provider, capability, includeRetired, minPrice, maxPrice, minContext } = input;
	return ({ model, text, input: price }) =>
		(includeRetired || model.retiredAt === null) &&
		words.every((word) => text.includes(word)) &&
		(endpoint === undefined || model.endpointSlug === endpoint) &&
		(provider === undefined || model.providerType === provider) &&
		(capability === undefined || model.capabilities.includes(capability)) &&
		(minPrice === undefined || (price !== null && price >= minPrice)) &&
		(maxPrice === undefined || (price !== null && price <= maxPrice)) &&
		(minContext === undefined || (model.contextLength !== null && model.contextLength >= minContext));
}

const isAmong = <Value>(wanted: readonly Value[] | undefined, value: Value): boolean =>
	wanted === undefined || wanted.length === 0 || wanted.includes(value);

/** What has a facet, each for itself; whether the caller may use a model is asked elsewhere. */
export const facetMatches = (input: ModelFiltersInput) => ({
	providers: (({ model }) => isAmong(input.providers, model.providerType)) as Matches,
	capabilities: (({ model }) =>
		(input.capabilities ?? []).every((capability) => model.capabilities.includes(capability))) as Matches,
	priceBands: (({ priceBand }) => isAmong(input.priceBands, priceBand)) as Matches,
	contextBands: (({ contextBand }) => isAmong(input.contextBands, contextBand)) as Matches,
	status: (({ model }) => input.enabled === undefined || model.enabled === input.enabled) as Matches,
});

/** All filters but `usable`, which no entry can answer. */
export function matching(input: ModelFiltersInput): Matches {
	const all = [matchesRest(input), ...Object.values(facetMatches(input))];
	return (entry) => all.every((matches) => matches(entry));
}
