import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import type { RefObject } from "react";
import { SearchInput } from "./search-input.tsx";

/** The frame of the catalog's search, which stands still while somebody types. */
export const SearchField = ({ inputRef }: { inputRef: RefObject<HTMLInputElement | null> }) => (
	<Box
		component="label"
		sx={{
			flex: { xs: "1 1 100%", md: "1 1 240px" },
			maxWidth: { md: 360 },
			height: 36,
			px: 1.5,
			display: "flex",
			alignItems: "center",
			gap: 1,
			border: 1,
			borderColor: "divider",
			borderRadius: 1,
			color: "text.secondary",
			cursor: "text",
			"&:hover": { borderColor: "text.primary" },
			"&:focus-within": { borderColor: "primary.main", boxShadow: "inset 0 0 0 1px var(--mui-palette-primary-main)" },
			"& input": {
				flex: 1,
				minWidth: 0,
				p: 0,
				border: 0,
				outline: 0,
				font: "inherit",
				fontSize: 14,
				color: "text.primary",
				bgcolor: "transparent",
			},
			"& input::placeholder": { color: "text.secondary", opacity: 1 },
		}}
	>
		<SearchIcon aria-hidden fontSize="small" />
		<SearchInput inputRef={inputRef} />
	</Box>
);
