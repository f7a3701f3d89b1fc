import Stack from "@mui/material/Stack";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { PageContainer } from "@/components/page-container.tsx";
import { paths } from "@/lib/paths.ts";
import { useCatalogSync } from "@/lib/use-catalog-sync.ts";
import { CatalogList } from "./catalog-list.tsx";
import { CatalogSyncActions } from "./catalog-sync-actions.tsx";
import { CatalogTools } from "./catalog-tools.tsx";
import { CatalogTruth } from "./catalog-truth.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { useSelection } from "./use-selection.ts";

const ModelSheet = lazy(() => import("./model-sheet.tsx"));

/** The frame of the list. It knows nothing of the filters, so that it stands still while somebody types. */
export default function CatalogPage() {
	const selection = useSelection();
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
			truth={<CatalogTruth sync={sync} />}
			action={
				<Stack direction="row" sx={{ gap: 1 }}>
					<CatalogTools selected={selection.ids} />
					{sync.isAdmin && <CatalogSyncActions sync={sync} />}
				</Stack>
			}
			fill
		>
			<FilterBar />
			<CatalogList selection={selection} />
			{hasSheet && (
				<Suspense fallback={null}>
					<ModelSheet modelId={modelId} onClose={close} />
				</Suspense>
			)}
		</PageContainer>
	);
}
