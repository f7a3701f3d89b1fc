import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import Button from "@mui/material/Button";
import { lazy, memo, Suspense, useState } from "react";
import type { Facet } from "./facets.ts";

const FacetChoices = lazy(() => import("./facet-choices.tsx"));

/** One filter: how many of its choices are on, and on a click what each would leave. It stands still while somebody types. */
export const FacetMenu = memo(function FacetMenu({ facet, on }: { facet: Facet; on: number }) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	return (
		<>
			<Button
				variant="outlined"
				color="inherit"
				aria-haspopup="menu"
				aria-expanded={anchor !== null}
				endIcon={<ArrowDropDownIcon />}
				onClick={(event) => setAnchor(event.currentTarget)}
				sx={{ height: 36, fontWeight: on > 0 ? 600 : 450, whiteSpace: "nowrap" }}
			>
				{facet.label}
				{on > 0 && ` · ${on}`}
			</Button>
			{anchor && (
				<Suspense fallback={null}>
					<FacetChoices facet={facet} anchor={anchor} onClose={() => setAnchor(null)} />
				</Suspense>
			)}
		</>
	);
});
