import { capabilities, modelSorts, type ProviderType, providerTypes } from "@llm-hub/api/schemas";
import SearchIcon from "@mui/icons-material/Search";
import SwapVertIcon from "@mui/icons-material/SwapVert";
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Tooltip from "@mui/material/Tooltip";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { Kbd } from "@/components/kbd.tsx";
import { providerNames } from "@/lib/provider-names.ts";
import { FilterSelect } from "./filter-select.tsx";
import { capabilityNames, sortNames } from "./labels.ts";
import type { useCatalogFilters } from "./use-catalog-filters.ts";

type Props = Pick<ReturnType<typeof useCatalogFilters>, "filters" | "setFilters">;

const options = <Value extends string>(values: readonly Value[], names: Record<Value, string>) =>
	values.map((value) => ({ value, label: names[value] }));

/** Search and filters. `/` goes to the search from anywhere on the page. */
export function FilterBar({ filters, setFilters }: Props) {
	const search = useRef<HTMLInputElement>(null);
	useHotkeys("/", () => search.current?.focus(), { preventDefault: true });
	const { provider, capability, status, sort, order } = filters;
	return (
		<Stack direction="row" role="search" sx={{ gap: 1, flexWrap: "wrap", mb: 1 }}>
			<TextField
				placeholder="Search models"
				type="search"
				value={filters.q}
				onChange={(event) => void setFilters({ q: event.target.value })}
				onKeyDown={(event) => event.key === "Escape" && search.current?.blur()}
				inputRef={search}
				sx={{ flex: "1 1 240px", maxWidth: { md: 360 } }}
				slotProps={{
					htmlInput: { "aria-label": "Search models", "aria-keyshortcuts": "/" },
					input: {
						startAdornment: (
							<InputAdornment position="start">
								<SearchIcon fontSize="small" />
							</InputAdornment>
						),
						endAdornment: filters.q === "" && (
							<InputAdornment position="end" sx={{ display: { xs: "none", md: "flex" } }}>
								<Kbd>/</Kbd>
							</InputAdornment>
						),
					},
				}}
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
					options={options(modelSorts, sortNames)}
					onChange={(value) => void setFilters({ sort: value })}
				/>
				<Tooltip title={order === "asc" ? "Ascending" : "Descending"}>
					<IconButton
						aria-label={`Order: ${order === "asc" ? "ascending" : "descending"}`}
						onClick={() => void setFilters({ order: order === "asc" ? "desc" : "asc" })}
					>
						<SwapVertIcon fontSize="small" />
					</IconButton>
				</Tooltip>
			</Stack>
		</Stack>
	);
}
