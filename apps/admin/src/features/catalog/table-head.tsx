import Box from "@mui/material/Box";
import TableSortLabel from "@mui/material/TableSortLabel";
import { memo } from "react";
import type { Sort } from "./labels.ts";
import type { Layout } from "./model-columns.ts";
import { HeadCell } from "./table-parts.tsx";
import type { CatalogView } from "./use-catalog-filters.ts";
import type { Selection } from "./use-selection.ts";

interface TableHeadProps {
	sort: Sort;
	order: "asc" | "desc";
	setFilters: CatalogView["setFilters"];
	layout: Layout;
	/** Whether none, some or all of the list are selected. */
	selected: "none" | "some" | "all";
	selectAll: Selection["selectAll"];
	clearSelection: Selection["clear"];
}

/** The columns' names; those that sort say which way. */
export const TableHead = memo(function TableHead(props: TableHeadProps) {
	const { sort, order, setFilters, layout, selected, selectAll, clearSelection } = props;
	const sortBy = (next: Sort) =>
		void setFilters({ sort: next, order: next === sort && order === "asc" ? "desc" : "asc" });
	return (
		<Box role="rowgroup" sx={{ position: "sticky", top: 0, zIndex: 2 }} style={{ minWidth: layout.minWidth }}>
			<Box
				role="row"
				aria-rowindex={1}
				sx={{
					display: "grid",
					gridTemplateColumns: "var(--columns)",
					columnGap: "16px",
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
				<HeadCell>
					<span className="control">
						<input
							type="checkbox"
							className="check"
							aria-label="Select all of the list"
							checked={selected === "all"}
							ref={(input) => {
								if (input) input.indeterminate = selected === "some";
							}}
							onChange={() => (selected === "all" ? clearSelection() : void selectAll())}
						/>
					</span>
				</HeadCell>
				{layout.columns.map((column) => {
					const active = column.sort === sort;
					const direction = order === "asc" ? "ascending" : "descending";
					return (
						<Box
							key={column.key}
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
});
