import { capabilities, type ModelFiltersInput, providerTypes } from "@llm-hub/api/schemas";
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, throttle, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { contextBands, priceBands, sorts } from "./labels.ts";
import { optionalColumns } from "./model-columns.ts";
import type { ListQuery } from "./use-model-pages.ts";

const some = <Value extends string>(values: readonly Value[]) =>
	parseAsArrayOf(parseAsStringLiteral(values)).withDefault([]);

export const statuses = ["enabled", "disabled"] as const;
export const densities = ["comfortable", "compact"] as const;

const narrowing = {
	q: parseAsString.withDefault(""),
	provider: some(providerTypes),
	capability: some(capabilities),
	price: some(priceBands),
	context: some(contextBands),
	status: parseAsStringLiteral(statuses),
	usable: parseAsStringLiteral(["usable", "not_usable"]),
};
const parsers = {
	...narrowing,
	sort: parseAsStringLiteral(sorts).withDefault("name"),
	order: parseAsStringLiteral(["asc", "desc"]).withDefault("asc"),
	columns: parseAsArrayOf(parseAsStringLiteral(optionalColumns)).withDefault([...optionalColumns]),
	density: parseAsStringLiteral(densities).withDefault("comfortable"),
};

const nothing = Object.fromEntries(Object.keys(narrowing).map((name) => [name, null])) as Record<
	keyof typeof narrowing,
	null
>;

/** None of these is no filter. */
const wanted = <Value>(values: Value[]): Value[] | undefined => (values.length === 0 ? undefined : values);

export type CatalogView = ReturnType<typeof useCatalogFilters>;

/** Puts a word into the address that was typed a moment ago: whoever leaves comes back to it. */
export const flushSearch = (setFilters: CatalogView["setFilters"]): Promise<unknown> =>
	setFilters(({ q }) => ({ q }), { limitUrlUpdates: throttle(0) });

/** The view of the catalog, whole in the URL: a link shows a colleague the same. */
export function useCatalogFilters() {
	const [filters, setFilters] = useQueryStates(parsers, { history: "replace" });
	const { q, provider, capability, price, context, status, usable, sort, order } = filters;
	const narrowed = useMemo<ModelFiltersInput>(
		() => ({
			includeRetired: false,
			search: q.trim() || undefined,
			providers: wanted(provider),
			capabilities: wanted(capability),
			priceBands: wanted(price),
			contextBands: wanted(context),
			enabled: status === null ? undefined : status === "enabled",
			usable: usable === null ? undefined : usable === "usable",
		}),
		[q, provider, capability, price, context, status, usable],
	);
	const query = useMemo<ListQuery>(() => ({ ...narrowed, sort, order }), [narrowed, sort, order]);
	const isFiltered = Object.values(narrowed).some((value) => value !== undefined && value !== false);
	return { filters, setFilters, narrowed, query, clear: () => void setFilters(nothing), isFiltered };
}
