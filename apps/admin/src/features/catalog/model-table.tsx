import Box from "@mui/material/Box";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { gridTemplateColumns } from "./model-columns.ts";
import { ModelRow } from "./model-row.tsx";
import { ModelRowNarrow } from "./model-row-narrow.tsx";
import { RowSkeleton } from "./row-skeleton.tsx";
import { TableHead } from "./table-head.tsx";
import type { useCatalogFilters } from "./use-catalog-filters.ts";
import type { useModelPages } from "./use-model-pages.ts";

type Props = Pick<ReturnType<typeof useCatalogFilters>, "filters" | "setFilters"> & {
	pages: ReturnType<typeof useModelPages>;
};

const skeletonRows = 14;

/** All models of the view; only the rows in sight exist. */
export function ModelTable({ filters, setFilters, pages }: Props) {
	const scroller = useRef<HTMLDivElement>(null);
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"), { noSsr: true });
	const rowHeight = narrow ? 64 : 52;
	const count = pages.isPending ? skeletonRows : pages.total;
	const virtualizer = useVirtualizer({
		count,
		getScrollElement: () => scroller.current,
		estimateSize: () => rowHeight,
		overscan: 8,
	});
	const rows = virtualizer.getVirtualItems();
	const [first, last] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0];
	const { setRange } = pages;
	useEffect(() => setRange({ first, last }), [setRange, first, last]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: a new row height is the reason to measure again.
	useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

	return (
		<Box
			ref={scroller}
			role="table"
			aria-label="Models"
			aria-rowcount={pages.total + 1}
			aria-busy={pages.isPending || pages.isStale}
			tabIndex={0}
			sx={{
				flex: 1,
				minHeight: 0,
				overflow: "auto",
				border: 1,
				borderColor: "divider",
				borderRadius: 1,
				bgcolor: "background.paper",
				fontSize: 14,
				mb: { xs: 1, md: 2 },
				"&:focus-visible": { outline: "2px solid", outlineColor: "primary.main" },
			}}
		>
			{!narrow && <TableHead filters={filters} setFilters={setFilters} />}
			<Box
				role="rowgroup"
				sx={{ position: "relative", minWidth: narrow ? 0 : 1280 }}
				style={{ height: virtualizer.getTotalSize(), opacity: pages.isStale ? 0.6 : 1 }}
			>
				{rows.map(({ index, start }) => {
					const model = pages.modelAt(index);
					return (
						<Box
							key={index}
							role="row"
							aria-rowindex={index + 2}
							sx={{
								position: "absolute",
								insetInline: 0,
								top: 0,
								height: rowHeight,
								display: "grid",
								gridTemplateColumns: narrow ? "auto minmax(0, 1fr) auto" : gridTemplateColumns,
								columnGap: narrow ? 1.5 : 3,
								alignItems: "center",
								px: 2,
								borderBottom: 1,
								borderColor: "divider",
								"&:hover": { bgcolor: "action.hover" },
							}}
							style={{ transform: `translateY(${start}px)` }}
						>
							{model === undefined ? (
								<RowSkeleton narrow={narrow} />
							) : narrow ? (
								<ModelRowNarrow model={model} />
							) : (
								<ModelRow model={model} />
							)}
						</Box>
					);
				})}
			</Box>
		</Box>
	);
}
