import GlobalStyles from "@mui/material/GlobalStyles";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type CSSProperties, memo, useEffect, useMemo } from "react";
import { useSession } from "@/lib/session.ts";
import { upTo, useRowWindow } from "@/lib/use-row-window.ts";
import { useTierName } from "@/lib/use-tier-name.ts";
import { layoutOf } from "./model-columns.ts";
import { ModelRow, ModelRowNarrow } from "./model-row.tsx";
import { modelTableStyle } from "./model-table-style.ts";
import { useRowActions } from "./row-actions.ts";
import { RowSkeleton } from "./row-skeleton.tsx";
import { TableHead } from "./table-head.tsx";
import { Row, RowGroup, Table } from "./table-parts.tsx";
import type { CatalogView } from "./use-catalog-filters.ts";
import { useModelNotes } from "./use-model-notes.ts";
import type { ModelPages } from "./use-model-pages.ts";
import type { Selection } from "./use-selection.ts";

interface ModelTableProps
	extends Pick<CatalogView["filters"], "columns" | "density" | "sort" | "order">,
		Pick<CatalogView, "setFilters"> {
	pages: ModelPages;
	selection: Selection;
}

const skeletonRows = 14;
const narrowTemplate = "20px auto minmax(0, 1fr) auto";
// Worked out once: as the table's own style it would be with each letter of a search.
const style = <GlobalStyles styles={(theme) => ({ ".models": theme.unstable_sx(modelTableStyle) })} />;

/** All models of the view; only the rows in sight exist. */
export const ModelTable = memo(function ModelTable(props: ModelTableProps) {
	const { columns, density, sort, order, setFilters, pages, selection } = props;
	const { isAdmin } = useSession();
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"), { noSsr: true });
	const layout = useMemo(() => layoutOf(columns), [columns]);
	const notes = useModelNotes();
	const tierName = useTierName();
	const actions = useRowActions(selection, setFilters);
	const rowHeight = narrow ? 64 : density === "compact" ? 36 : 52;
	const count = pages.isPending ? skeletonRows : pages.total;
	const { scroller, first, last, height } = useRowWindow({ count, rowHeight, overscan: 4 });
	const { setRange } = pages;
	useEffect(() => setRange({ first, last }), [setRange, first, last]);
	const { size } = selection.ids;

	return (
		<Table
			ref={scroller}
			aria-label="Models"
			aria-rowcount={pages.total + 1}
			aria-busy={pages.isPending || pages.isStale}
			tabIndex={0}
			className={narrow ? "models" : `models ${density}`}
			style={{ "--columns": narrow ? narrowTemplate : layout.template } as CSSProperties}
		>
			{style}
			{!narrow && (
				<TableHead
					sort={sort}
					order={order}
					setFilters={setFilters}
					layout={layout}
					selected={size === 0 ? "none" : size >= pages.total ? "all" : "some"}
					selectAll={selection.selectAll}
					clearSelection={selection.clear}
				/>
			)}
			<RowGroup
				className={pages.isStale ? "rows stale" : "rows"}
				style={{ minWidth: narrow ? 0 : layout.minWidth, height }}
			>
				{upTo(first, last).map((index) => {
					const model = pages.modelAt(index);
					const isSelected = model !== undefined && selection.ids.has(model.id);
					const row = {
						index,
						isSelected,
						isAdmin,
						actions,
						tierName,
						seen: model && notes.seenOf(model.id),
						aliases: model && notes.aliasesOf(model.id),
					};
					return (
						<Row
							key={index}
							aria-rowindex={index + 2}
							className={isSelected ? "row selected" : "row"}
							style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
						>
							{model === undefined ? (
								<RowSkeleton narrow={narrow} columns={layout.columns} />
							) : narrow ? (
								<ModelRowNarrow model={model} {...row} />
							) : (
								<ModelRow model={model} columns={layout.columns} {...row} />
							)}
						</Row>
					);
				})}
			</RowGroup>
		</Table>
	);
});
