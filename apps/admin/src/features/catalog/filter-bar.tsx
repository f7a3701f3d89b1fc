import Box from "@mui/material/Box";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useSession } from "@/lib/session.ts";
import { FacetMenu } from "./facet-menu.tsx";
import { facets } from "./facets.ts";
import { SearchField } from "./search-field.tsx";
import type { CatalogView } from "./use-catalog-filters.ts";
import { ViewMenu } from "./view-menu.tsx";

/** Search and filters. `/` goes to the search from anywhere on the page. */
export function FilterBar({ view }: { view: CatalogView }) {
	const { filters, setFilters } = view;
	const { user } = useSession();
	const search = useRef<HTMLInputElement>(null);
	// By the character, not the key: "/" stands elsewhere on other layouts.
	useHotkeys("/", () => search.current?.focus(), { preventDefault: true, useKey: true });
	return (
		<Box role="search" sx={{ display: "flex", flexWrap: "wrap", gap: 1, mb: 1 }}>
			<SearchField value={filters.q} onChange={(q) => void setFilters({ q })} inputRef={search} />
			{facets
				.filter(({ needsUser }) => !needsUser || user)
				.map((facet) => (
					<FacetMenu key={facet.key} facet={facet} view={view} />
				))}
			<Box sx={{ flex: { md: 1 } }} />
			<ViewMenu view={view} />
		</Box>
	);
}
