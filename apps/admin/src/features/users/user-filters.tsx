import { type Role, roles } from "@llm-hub/api/schemas";
import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import OutlinedInput from "@mui/material/OutlinedInput";
import { FilterSelect } from "@/components/filter-select.tsx";
import { trpc } from "@/lib/trpc.ts";
import { roleName } from "./roles.ts";
import type { useUsersView } from "./use-users-view.ts";

type Props = Pick<ReturnType<typeof useUsersView>, "view" | "setFilter">;

/** Search by name or address, and what narrows the list. */
export function UserFilters({ view, setFilter }: Props) {
	const tiers = trpc.access.tiers.list.useQuery();
	return (
		<Box
			role="search"
			sx={{
				display: { xs: "grid", md: "flex" },
				gridTemplateColumns: "repeat(3, minmax(0, 1fr))",
				gap: 1,
				rowGap: 1.5,
				mb: 1.5,
			}}
		>
			<OutlinedInput
				size="small"
				type="search"
				placeholder="Search people"
				value={view.q}
				onChange={(event) => setFilter({ q: event.target.value || null })}
				inputProps={{ "aria-label": "Search people" }}
				startAdornment={<SearchIcon aria-hidden fontSize="small" sx={{ mr: 1, color: "text.secondary" }} />}
				sx={{ flex: "1 1 240px", maxWidth: { md: 360 }, gridColumn: "1 / -1" }}
			/>
			<FilterSelect
				label="Role"
				value={view.role}
				options={roles.map((value) => ({ value, label: roleName(value) }))}
				onChange={(role: Role | null) => setFilter({ role })}
			/>
			<FilterSelect
				label="Tier"
				value={view.tier}
				options={(tiers.data?.tiers ?? []).map(({ code, name }) => ({ value: code, label: name }))}
				onChange={(tier) => setFilter({ tier })}
			/>
			<FilterSelect
				label="Status"
				value={view.status}
				options={(["active", "disabled"] as const).map((value) => ({ value, label: value }))}
				onChange={(status) => setFilter({ status })}
			/>
		</Box>
	);
}
