import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { lazy, Suspense, useEffect } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { trpc } from "@/lib/trpc.ts";
import { ModelTable } from "./model-table.tsx";
import { useCatalogFilters } from "./use-catalog-filters.ts";
import { useModelPages } from "./use-model-pages.ts";
import type { Selection } from "./use-selection.ts";

const NoModels = lazy(() => import("./no-models.tsx"));
const FilterChips = lazy(() => import("./filter-chips.tsx"));
const SelectionBar = lazy(() => import("./selection-bar.tsx"));

/** What fits the filters, below what they are and what is selected. */
export function CatalogList({ selection }: { selection: Selection }) {
	const { filters, setFilters, query, isFiltered, clear } = useCatalogFilters();
	const pages = useModelPages(query);
	const utils = trpc.useUtils();
	const { setQuery } = selection;
	useEffect(() => setQuery(query), [setQuery, query]);
	const { columns, density, sort, order } = filters;
	return (
		<>
			{isFiltered && (
				<Suspense fallback={<Skeleton variant="rounded" width={240} height={31} sx={{ mb: 1 }} />}>
					<FilterChips />
				</Suspense>
			)}
			{selection.ids.size > 0 && (
				<Suspense fallback={<Skeleton variant="rounded" height={44} sx={{ mb: 1 }} />}>
					<Box sx={{ mb: 1 }}>
						<SelectionBar selection={selection} />
					</Box>
				</Suspense>
			)}
			{pages.error ? (
				<ErrorState error={pages.error} onRetry={() => void utils.catalog.invalidate()} />
			) : !pages.isPending && pages.total === 0 ? (
				<Suspense fallback={null}>
					<NoModels isFiltered={isFiltered} onClear={clear} />
				</Suspense>
			) : (
				<ModelTable {...{ columns, density, sort, order, setFilters, pages, selection }} />
			)}
		</>
	);
}
