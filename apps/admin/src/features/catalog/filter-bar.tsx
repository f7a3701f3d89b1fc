import { capabilities, type ProviderType, providerTypes } from "@llm-hub/api/schemas";
import SearchIcon from "@mui/icons-material/Search";
import SwapVertIcon from "@mui/icons-material/SwapVert";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import OutlinedInput from "@mui/material/OutlinedInput";
import Stack from "@mui/material/Stack";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { Kbd } from "@/components/kbd.tsx";
import { providerNames } from "@/lib/provider-names.ts";
import { FilterSelect } from "./filter-select.tsx";
import { capabilityNames, sortNames, sorts } from "./labels.ts";
import type { useCatalogFilters } from "./use-catalog-filters.ts";

type Props = Pick<ReturnType<typeof useCatalogFilters>, "filters" | "setFilters">;

const options = <Value extends string>(values: readonly Value[], names: Record<Value, string>) =>
	values.map((value) => ({ value, label: names[value] }));

/** Search and filters. `/` goes to the search from anywhere on the page. */
export function FilterBar({ filters, setFilters }: Props) {
	const search = useRef<HTMLInputElement>(null);
	// By the character, not the key: "/" stands elsewhere on other layouts.
	useHotkeys("/", () => search.current?.focus(), { preventDefault: true, useKey: true });
	const { provider, capability, status, sort, order } = filters;
	return (
		<Box
			role="search"
			sx={{
				display: { xs: "grid", md: "flex" },
				gridTemplateColumns: "repeat(2, minmax(0, 1fr))",
				columnGap: 1,
				rowGap: 1.5,
				mb: 1,
			}}
		>
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
				sx={{ flex: "1 1 240px", maxWidth: { md: 360 }, gridColumn: "1 / -1" }}
			/>
			<FilterSelect
				label="Provider"
				value={provider}
				options={options(providerTypes, providerNames)}
				onChange={(value) => void setFilters({ provider: value as ProviderType | null })}
			/>
			<FilterSelect
				label="Capability"
				value={capability}
				options={options(capabilities, capabilityNames)}
				onChange={(value) => void setFilters({ capability: value })}
			/>
			<FilterSelect
				label="Status"
				value={status}
				options={options(["enabled", "disabled"] as const, { enabled: "enabled", disabled: "disabled" })}
				onChange={(value) => void setFilters({ status: value })}
			/>
			<Stack direction="row" sx={{ display: { xs: "flex", md: "none" } }}>
				<FilterSelect
					label="Sort"
					value={sort}
					required
					options={options(sorts, sortNames)}
					onChange={(value) => void setFilters({ sort: value })}
				/>
				<IconButton
					aria-label={`Order: ${order === "asc" ? "ascending" : "descending"}`}
					onClick={() => void setFilters({ order: order === "asc" ? "desc" : "asc" })}
				>
					<SwapVertIcon fontSize="small" />
				</IconButton>
			</Stack>
		</Box>
	);
}
