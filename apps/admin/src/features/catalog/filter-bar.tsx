import Box from "@mui/material/Box";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useSession } from "@/lib/session.ts";
import { FacetMenu } from "./facet-menu.tsx";
import { facets } from "./facets.ts";
import { SearchField } from "./search-field.tsx";
import type { CatalogView } from "./use-catalog-filters.ts";
import { ViewMenu } from "./view-menu.tsx";

// On a phone one line that scrolls, for the place is the list's; with room for the focus ring, which it would cut off.
const buttons = {
	display: { xs: "flex", md: "contents" },
	gap: 1,
	p: 0.5,
	m: -0.5,
	overflowX: "auto",
	"& > button": { flexShrink: 0 },
} as const;

/** Search and filters. `/` goes to the search from anywhere on the page. */
export function FilterBar({ filters, setFilters }: Pick<CatalogView, "filters" | "setFilters">) {
	const { user } = useSession();
	const search = useRef<HTMLInputElement>(null);
	// By the character, not the key: "/" stands elsewhere on other layouts.
	useHotkeys("/", () => search.current?.focus(), { preventDefault: true, useKey: true });
	return (
		<Box role="search" sx={{ display: "flex", flexWrap: "wrap", gap: 1, mb: 1 }}>
			<SearchField value={filters.q} onChange={(q) => void setFilters({ q })} inputRef={search} />
			<Box sx={buttons}>
				{facets
					.filter(({ needsUser }) => !needsUser || user)
					.map((facet) => (
						<FacetMenu key={facet.key} facet={facet} on={facet.choices(filters).filter(({ isOn }) => isOn).length} />
					))}
				<Box sx={{ flex: { md: 1 } }} />
				<ViewMenu />
			</Box>
		</Box>
	);
}
