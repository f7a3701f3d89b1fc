import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import OutlinedInput from "@mui/material/OutlinedInput";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { Kbd } from "@/components/kbd.tsx";
import { useSession } from "@/lib/session.ts";
import { FacetMenu } from "./facet-menu.tsx";
import { facets } from "./facets.ts";
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
			<OutlinedInput
				size="small"
				type="search"
				placeholder="Search models"
				value={filters.q}
				onChange={(event) => void setFilters({ q: event.target.value })}
				onKeyDown={(event) => event.key === "Escape" && search.current?.blur()}
				inputRef={search}
				inputProps={{ "aria-label": "Search models", "aria-keyshortcuts": "/" }}
				startAdornment={<SearchIcon aria-hidden fontSize="small" sx={{ mr: 1, color: "text.secondary" }} />}
				endAdornment={filters.q === "" && <Kbd>/</Kbd>}
				sx={{ flex: { xs: "1 1 100%", md: "1 1 240px" }, maxWidth: { md: 360 }, height: 36 }}
			/>
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
