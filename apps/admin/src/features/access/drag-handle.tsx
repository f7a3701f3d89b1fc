import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import DragIcon from "@mui/icons-material/DragIndicator";
import Box from "@mui/material/Box";
import { useEffect, useRef } from "react";

interface DragHandleProps {
	/** Where the row stands. */
	index: number;
	/** The row was dropped where another stands. */
	onMove: (to: number) => void;
}

/**
 * Drags the table row that it stands in onto another's place; the row that would give way is marked by `data-drop`. For a
 * pointer alone: beside it there must be buttons that do the same.
 */
export function DragHandle({ index, onMove }: DragHandleProps) {
	const handle = useRef<HTMLSpanElement>(null);
	const move = useRef(onMove);
	move.current = onMove;
	useEffect(() => {
		const row = handle.current?.closest<HTMLElement>("tr, li");
		if (!handle.current || !row) return;
		const mark = (edge?: string) => {
			if (edge) row.dataset.drop = edge;
			else delete row.dataset.drop;
		};
		return combine(
			draggable({
				element: row,
				dragHandle: handle.current,
				getInitialData: () => ({ index }),
				onDrop: ({ location }) => {
					const to = location.current.dropTargets[0]?.data.index;
					if (typeof to === "number") move.current(to);
				},
			}),
			dropTargetForElements({
				element: row,
				canDrop: ({ source }) => typeof source.data.index === "number" && source.data.index !== index,
				getData: () => ({ index }),
				onDragEnter: ({ source }) => mark(Number(source.data.index) > index ? "before" : "after"),
				onDragLeave: () => mark(),
				onDrop: () => mark(),
			}),
		);
	}, [index]);
	return (
		<Box
			component="span"
			ref={handle}
			aria-hidden
			title="Drag to another place"
			sx={{ display: "inline-flex", cursor: "grab", color: "text.secondary" }}
		>
			<DragIcon fontSize="small" />
		</Box>
	);
}
