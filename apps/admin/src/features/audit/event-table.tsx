import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import type { Theme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useEffect } from "react";
import { scrollFrame } from "@/components/scroll-frame.ts";
import { upTo, useRowWindow } from "@/lib/use-row-window.ts";
import { columns, gridTemplateColumns, minWidth } from "./event-columns.ts";
import { EventRow, EventRowNarrow } from "./event-row.tsx";
import type { useAuditPages } from "./use-audit-pages.ts";

/** Rows to come that are drawn as shapes: the next page is asked for before they are in sight. */
const skeletonRows = 20;

interface EventTableProps {
	pages: ReturnType<typeof useAuditPages>;
	openSeq: number | null;
	addressOf: (seq: number) => string;
}

/** The events of the view; only the rows in sight exist. */
export function EventTable({ pages, openSeq, addressOf }: EventTableProps) {
	const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"), { noSsr: true });
	const rowHeight = narrow ? 60 : 44;
	const { events, hasMore, isPending, isStale, loadMore } = pages;
	const count = events.length + (isPending || hasMore ? skeletonRows : 0);
	const { scroller, first, last, height } = useRowWindow({ count, rowHeight, overscan: 12 });
	useEffect(() => {
		if (hasMore && last >= events.length - 1) loadMore();
	}, [hasMore, last, events.length, loadMore]);
	return (
		<Box
			ref={scroller}
			role="table"
			aria-label="Events"
			aria-rowcount={hasMore ? -1 : events.length + 1}
			aria-busy={isPending || isStale}
			tabIndex={0}
			sx={{ ...scrollFrame, fontSize: 14 }}
		>
			{!narrow && <Head />}
			<Box
				role="rowgroup"
				sx={{ position: "relative", minWidth: narrow ? 0 : minWidth }}
				style={{ height, opacity: isStale ? 0.6 : 1 }}
			>
				{upTo(first, last).map((index) => {
					const event = events[index];
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
								gridTemplateColumns: narrow ? "minmax(0, 1fr) auto" : gridTemplateColumns,
								columnGap: narrow ? 1.5 : 3,
								alignItems: "center",
								px: 2,
								borderBottom: 1,
								borderColor: "divider",
								boxShadow:
									event && event.seq === openSeq
										? (theme) => `inset 3px 0 ${theme.vars?.palette.primary.main}`
										: undefined,
								"&:hover": { bgcolor: "action.hover" },
							}}
							style={{ transform: `translateY(${index * rowHeight}px)` }}
						>
							{event === undefined ? (
								<Shape narrow={narrow} />
							) : narrow ? (
								<EventRowNarrow event={event} address={addressOf(event.seq)} />
							) : (
								<EventRow event={event} address={addressOf(event.seq)} />
							)}
						</Box>
					);
				})}
			</Box>
		</Box>
	);
}

const Head = () => (
	<Box role="rowgroup" sx={{ position: "sticky", top: 0, zIndex: 1, minWidth }}>
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
			{columns.map((label) => (
				<Box key={label} role="columnheader" sx={{ textAlign: label === "Event" ? "right" : undefined }}>
					{label}
				</Box>
			))}
		</Box>
	</Box>
);

const Shape = ({ narrow }: { narrow: boolean }) =>
	(narrow ? ["What", "When"] : columns).map((label) => (
		<Box key={label} role="cell">
			<Skeleton height={20} width={narrow && label === "When" ? 40 : "70%"} />
		</Box>
	));
