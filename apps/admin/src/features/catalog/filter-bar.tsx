import Box from "@mui/material/Box";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { FacetMenus } from "./facet-menus.tsx";
import { SearchField } from "./search-field.tsx";
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
export function FilterBar() {
	const search = useRef<HTMLInputElement>(null);
	// By the character, not the key: "/" stands elsewhere on other layouts.
	useHotkeys("/", () => search.current?.focus(), { preventDefault: true, useKey: true });
	return (
		<Box role="search" sx={{ display: "flex", flexWrap: "wrap", gap: 1, mb: 1 }}>
			<SearchField inputRef={search} />
			<Box sx={buttons}>
				<FacetMenus />
				<Box sx={{ flex: { md: 1 } }} />
				<ViewMenu />
			</Box>
		</Box>
	);
}
