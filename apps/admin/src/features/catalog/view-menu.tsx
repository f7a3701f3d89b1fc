import TuneIcon from "@mui/icons-material/Tune";
import Button from "@mui/material/Button";
import { lazy, Suspense, useState } from "react";
import type { CatalogView } from "./use-catalog-filters.ts";

const ViewChoices = lazy(() => import("./view-choices.tsx"));

/** How the list looks. */
export function ViewMenu({ view }: { view: CatalogView }) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	return (
		<>
			<Button
				variant="outlined"
				color="inherit"
				aria-haspopup="dialog"
				aria-expanded={anchor !== null}
				startIcon={<TuneIcon />}
				onClick={(event) => setAnchor(event.currentTarget)}
				sx={{ height: 36 }}
			>
				View
			</Button>
			{anchor && (
				<Suspense fallback={null}>
					<ViewChoices view={view} anchor={anchor} onClose={() => setAnchor(null)} />
				</Suspense>
			)}
		</>
	);
}
