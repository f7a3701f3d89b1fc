import SearchOffIcon from "@mui/icons-material/SearchOff";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { paths } from "@/lib/paths.ts";
import { useCatalogSync } from "@/lib/use-catalog-sync.ts";
import { CatalogSyncActions } from "./catalog-sync-actions.tsx";
import { CatalogTools } from "./catalog-tools.tsx";
import { CatalogTruth } from "./catalog-truth.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { ModelTable } from "./model-table.tsx";
import { useCatalogFilters } from "./use-catalog-filters.ts";
import { useModelPages } from "./use-model-pages.ts";
import { useSelection } from "./use-selection.ts";

const FilterChips = lazy(() => import("./filter-chips.tsx"));
const SelectionBar = lazy(() => import("./selection-bar.tsx"));
const ModelSheet = lazy(() => import("./model-sheet.tsx"));

export default function CatalogPage() {
	const view = useCatalogFilters();
	// Typing stays smooth, and a word typed fast asks for fewer lists.
	const pages = useModelPages(useDeferredValue(view.query));
	const selection = useSelection(view.query);
	const sync = useCatalogSync();
	const navigate = useNavigate();
	const modelId = useParams()["*"] || null;
	// Fetched with the first model that is opened; from then on it stays, so that it can slide out.
	const [hasSheet, setHasSheet] = useState(false);
	if (modelId !== null && !hasSheet) setHasSheet(true);
	const close = () => void navigate({ pathname: paths.catalog, search: window.location.search });
	return (
		<PageContainer
			title="Model Catalog"
			truth={
				<CatalogTruth
					total={pages.isPending || pages.error ? undefined : pages.total}
					isFiltered={view.isFiltered}
					sync={sync}
				/>
			}
			action={
				<Stack direction="row" sx={{ gap: 1 }}>
					<CatalogTools selected={selection.ids} />
					{sync.isAdmin && <CatalogSyncActions sync={sync} />}
				</Stack>
			}
			fill
		>
			<FilterBar filters={view.filters} setFilters={view.setFilters} />
			{view.isFiltered && (
				<Suspense fallback={<Skeleton variant="rounded" width={240} height={31} sx={{ mb: 1 }} />}>
					<FilterChips {...view} />
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
				<ErrorState error={pages.error} onRetry={pages.retry} />
			) : !pages.isPending && pages.total === 0 ? (
				<EmptyState
					icon={SearchOffIcon}
					title={view.isFiltered ? "No model fits" : "The catalog is empty"}
					action={
						view.isFiltered && (
							<Button variant="outlined" onClick={view.clear}>
								Clear all filters
							</Button>
						)
					}
				>
					{view.isFiltered
						? "Take a filter away, or search for fewer words."
						: "The server brings its models in when it starts. Look again in a moment."}
				</EmptyState>
			) : (
				<ModelTable view={view} pages={pages} selection={selection} />
			)}
			{hasSheet && (
				<Suspense fallback={null}>
					<ModelSheet modelId={modelId} onClose={close} />
				</Suspense>
			)}
		</PageContainer>
	);
}
