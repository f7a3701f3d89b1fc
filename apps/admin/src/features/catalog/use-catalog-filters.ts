import { capabilities, type ListModelsInput, providerTypes } from "@llm-hub/api/schemas";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { sorts } from "./labels.ts";

const parsers = {
	q: parseAsString.withDefault(""),
	provider: parseAsStringLiteral(providerTypes),
	capability: parseAsStringLiteral(capabilities),
	status: parseAsStringLiteral(["enabled", "disabled"]),
	sort: parseAsStringLiteral(sorts).withDefault("name"),
	order: parseAsStringLiteral(["asc", "desc"]).withDefault("asc"),
};

/** The view of the catalog, whole in the URL: a link shows a colleague the same. */
export function useCatalogFilters() {
	const [filters, setFilters] = useQueryStates(parsers, { history: "replace" });
	const { q, provider, capability, status, sort, order } = filters;
	const query = useMemo<Omit<ListModelsInput, "limit" | "offset">>(
		() => ({
			includeRetired: false,
			search: q.trim() || undefined,
			provider: provider ?? undefined,
			capability: capability ?? undefined,
			enabled: status === null ? undefined : status === "enabled",
			sort,
			order,
		}),
		[q, provider, capability, status, sort, order],
	);
	const clear = () => void setFilters({ q: null, provider: null, capability: null, status: null });
	const isFiltered = q.trim() !== "" || provider !== null || capability !== null || status !== null;
	return { filters, setFilters, query, clear, isFiltered };
}
