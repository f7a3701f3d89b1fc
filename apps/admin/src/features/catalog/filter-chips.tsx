import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import { memo, useDeferredValue } from "react";
import { facets } from "./facets.ts";
import { useCatalogFilters } from "./use-catalog-filters.ts";

/** What narrows the list now; each chip takes its own filter away. */
export default memo(function FilterChips() {
	const { filters: latest, setFilters, clear } = useCatalogFilters();
	// The rows come first.
	const filters = useDeferredValue(latest);
	const search = filters.q.trim();
	const chips = [
		...(search === "" ? [] : [{ key: "q", label: `“${search}”`, toggled: { q: null } }]),
		...facets.flatMap((facet) =>
			facet
				.choices(filters)
				.filter(({ isOn }) => isOn)
				.map(({ value, label, toggled }) => ({ key: `${facet.key} ${value}`, label, toggled })),
		),
	];
	return (
		<Stack
			direction="row"
			aria-label="Filters"
			role="group"
			sx={{ gap: 0.5, flexWrap: "wrap", alignItems: "center", mb: 1 }}
		>
			{chips.map(({ key, label, toggled }) => (
				<Chip
					key={key}
					label={label}
					onDelete={() => void setFilters(toggled)}
					onClick={() => void setFilters(toggled)}
				/>
			))}
			<Button color="inherit" onClick={clear}>
				Clear all
			</Button>
		</Stack>
	);
});
