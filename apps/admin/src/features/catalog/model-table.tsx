import Box from "@mui/material/Box";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type CSSProperties, useEffect, useMemo } from "react";
import { scrollFrame } from "@/components/scroll-frame.ts";
import { useSession } from "@/lib/session.ts";
import { upTo, useRowWindow } from "@/lib/use-row-window.ts";
import { layoutOf } from "./model-columns.ts";
import { ModelRow, ModelRowNarrow } from "./model-row.tsx";
import { modelTableStyle } from "./model-table-style.ts";
import { useRowActions } from "./row-actions.ts";
import { RowSkeleton } from "./row-skeleton.tsx";
import { TableHead } from "./table-head.tsx";
import { Row, RowGroup } from "./table-parts.tsx";
import type { CatalogView } from "./use-catalog-filters.ts";
import { useModelNotes } from "./use-model-notes.ts";
import type { useModelPages } from "./use-model-pages.ts";
import type { Selection } from "./use-selection.ts";

interface ModelTableProps {
	view: CatalogView;
	pages: ReturnType<typeof useModelPages>;
	selection: Selection;
}

const skeletonRows = 14;
const narrowTemplate = "20px auto minmax(0, 1fr) auto";

/** All models of the view; only the rows in sight exist. */
export function ModelTable({ view: { filters, setFilters }, pages, selection }: ModelTableProps) {
	const { isAdmin } = useSession();
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"), { noSsr: true });
	const { columns, density, sort, order } = filters;
	const layout = useMemo(() => layoutOf(columns), [columns]);
	const notes = useModelNotes();
	const actions = useRowActions(selection.toggle);
	const rowHeight = narrow ? 64 : density === "compact" ? 36 : 52;
	const count = pages.isPending ? skeletonRows : pages.total;
	const { scroller, first, last, height } = useRowWindow({ count, rowHeight, overscan: 8 });
	const { setRange } = pages;
	useEffect(() => setRange({ first, last }), [setRange, first, last]);
	const { size } = selection.ids;

	return (
		<Box
			ref={scroller}
			role="table"
			aria-label="Models"
			aria-rowcount={pages.total + 1}
			aria-busy={pages.isPending || pages.isStale}
			tabIndex={0}
			className={narrow ? undefined : density}
			style={{ "--columns": narrow ? narrowTemplate : layout.template } as CSSProperties}
			sx={{ ...scrollFrame, fontSize: 14, ...modelTableStyle }}
		>
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
				style={{
					position: "relative",
					minWidth: narrow ? 0 : layout.minWidth,
					height,
					opacity: pages.isStale ? 0.6 : 1,
				}}
			>
				{upTo(first, last).map((index) => {
					const model = pages.modelAt(index);
					const isSelected = model !== undefined && selection.ids.has(model.id);
					const row = {
						index,
						isSelected,
						isAdmin,
						actions,
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
		</Box>
	);
}
