import SearchIcon from "@mui/icons-material/Search";
import Button from "@mui/material/Button";
import InputAdornment from "@mui/material/InputAdornment";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { FilterSelect } from "@/components/filter-select.tsx";
import type { Template } from "./template-fields.ts";
import { type Origin, origins, type useTemplateView } from "./use-template-view.ts";

const labels: Record<Origin, string> = { own: "Yours", shared: "Shared by others", "built-in": "Built-in" };

interface TemplateFiltersProps {
	view: ReturnType<typeof useTemplateView>;
	templates: readonly Template[];
}

/** Which templates are listed. */
export function TemplateFilters({ view, templates }: TemplateFiltersProps) {
	const search = useRef<HTMLInputElement>(null);
	useHotkeys("/", () => search.current?.focus(), { preventDefault: true });
	const categories = [...new Set(templates.map(({ category }) => category))].sort();
	return (
		<Stack direction="row" role="search" sx={{ gap: 1, mb: 2, flexWrap: "wrap" }}>
			<TextField
				label="Search templates"
				size="small"
				type="search"
				inputRef={search}
				value={view.q}
				onChange={(event) => view.set({ q: event.target.value })}
				sx={{ flex: { xs: "1 0 100%", sm: "0 1 320px" } }}
				slotProps={{
					htmlInput: { "aria-keyshortcuts": "/" },
					input: {
						startAdornment: (
							<InputAdornment position="start">
								<SearchIcon fontSize="small" />
							</InputAdornment>
						),
					},
				}}
			/>
			<FilterSelect
				label="Category"
				value={view.category}
				options={categories.map((category) => ({ value: category, label: category }))}
				onChange={(category) => view.set({ category })}
			/>
			<FilterSelect
				label="From"
				value={view.from}
				options={origins.map((origin) => ({ value: origin, label: labels[origin] }))}
				onChange={(from) => view.set({ from })}
			/>
			{view.isFiltered && (
				<Button color="inherit" onClick={() => view.set({ q: "", category: null, from: null })}>
					Clear filters
				</Button>
			)}
		</Stack>
	);
}
