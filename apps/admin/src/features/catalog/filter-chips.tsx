import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import { providerNames } from "@/lib/provider-names.ts";
import { capabilityNames } from "./labels.ts";
import type { useCatalogFilters } from "./use-catalog-filters.ts";

/** What narrows the list now; each chip takes its own filter away. */
export function FilterChips({ filters, setFilters, clear, isFiltered }: ReturnType<typeof useCatalogFilters>) {
	if (!isFiltered) return null;
	const { q, provider, capability, status } = filters;
	const chips = [
		q.trim() && { label: `“${q.trim()}”`, remove: { q: null } },
		provider && { label: providerNames[provider], remove: { provider: null } },
		capability && { label: capabilityNames[capability], remove: { capability: null } },
		status && { label: status, remove: { status: null } },
	].filter((chip) => !!chip);
	return (
		<Stack
			direction="row"
			aria-label="Filters"
			role="group"
			sx={{ gap: 0.5, flexWrap: "wrap", alignItems: "center", mb: 1 }}
		>
			{chips.map(({ label, remove }) => (
				<Chip
					key={label}
					label={label}
					onDelete={() => void setFilters(remove)}
					onClick={() => void setFilters(remove)}
				/>
			))}
			<Button color="inherit" onClick={clear}>
				Clear all
			</Button>
		</Stack>
	);
}
