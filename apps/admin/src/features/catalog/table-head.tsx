import Box from "@mui/material/Box";
import TableSortLabel from "@mui/material/TableSortLabel";
import type { Sort } from "./labels.ts";
import { columns, gridTemplateColumns } from "./model-columns.ts";
import type { useCatalogFilters } from "./use-catalog-filters.ts";

type Props = Pick<ReturnType<typeof useCatalogFilters>, "filters" | "setFilters">;

/** The columns' names; those that sort say which way. */
export function TableHead({ filters, setFilters }: Props) {
	const { sort, order } = filters;
	const sortBy = (next: Sort) =>
		void setFilters({ sort: next, order: next === sort && order === "asc" ? "desc" : "asc" });
	return (
		<Box role="rowgroup" sx={{ position: "sticky", top: 0, zIndex: 1, minWidth: 1280 }}>
			<Box
				role="row"
				aria-rowindex={1}
				sx={{
					display: "grid",
					gridTemplateColumns,
					columnGap: 3,
					alignItems: "center",
					height: 40,
					px: 2,
					bgcolor: "background.paper",
					borderBottom: 1,
					borderColor: "divider",
					fontSize: 13,
					fontWeight: 550,
					color: "text.secondary",
				}}
			>
				{columns.map((column) => {
					const active = column.sort === sort;
					const direction = order === "asc" ? "ascending" : "descending";
					return (
						<Box
							key={column.label}
							role="columnheader"
							aria-sort={active ? direction : undefined}
							sx={{ textAlign: column.numeric ? "right" : undefined, whiteSpace: "nowrap" }}
						>
							{column.sort === undefined ? (
								column.label
							) : (
								<TableSortLabel
									active={active}
									direction={active ? order : "asc"}
									sx={{ flexDirection: column.numeric ? "row-reverse" : "row" }}
									onClick={() => column.sort && sortBy(column.sort)}
								>
									{column.label}
								</TableSortLabel>
							)}
						</Box>
					);
				})}
			</Box>
		</Box>
	);
}
