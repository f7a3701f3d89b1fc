import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef } from "react";
import { ModelRow } from "./model-row.tsx";
import type { Row } from "./rows.ts";
import type { Model } from "./why-not.ts";

const groupHeight = 30;
/** The least: a long reason makes a row higher. */
const modelHeight = 68;

interface ModelListProps {
	id: string;
	rows: readonly Row[];
	/** The row that the keyboard is on. */
	active: number;
	chosen: readonly string[];
	favourites: readonly string[];
	obstacleOf: (model: Model) => string | null;
	onPick: (model: Model) => void;
	onStar: (model: Model) => void;
	onPoint: (index: number) => void;
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

const keyOf = (row: Row | undefined) => (row?.kind === "model" ? row.model.id : row && `# ${row.name}`);

/** The list of models: of any number only those in sight are drawn. */
export function ModelList({ id, rows, active, chosen, favourites, obstacleOf, ...on }: ModelListProps) {
	const scroller = useRef<HTMLDivElement>(null);
	// A row keeps its height where a search moves it.
	const getItemKey = useCallback((index: number) => keyOf(rows[index]) ?? index, [rows]);
	const virtual = useVirtualizer({
		count: rows.length,
		getScrollElement: () => scroller.current,
		estimateSize: (index) => (rows[index]?.kind === "group" ? groupHeight : modelHeight),
		getItemKey,
		overscan: 6,
	});
	useEffect(() => {
		if (active >= 0) virtual.scrollToIndex(active <= 1 ? 0 : active);
	}, [active, virtual]);
	const models = rows.flatMap((row) => (row.kind === "model" ? [row.model.id] : []));
	return (
		<Box
			ref={scroller}
			id={id}
			role="listbox"
			aria-label="Models"
			aria-multiselectable
			sx={{ flex: 1, minHeight: 0, overflowY: "auto", overscrollBehavior: "contain" }}
			// The focus stays in the search, so that typing goes on.
			onMouseDown={(event) => event.preventDefault()}
		>
			<Box role="presentation" sx={{ position: "relative", height: virtual.getTotalSize() }}>
				{virtual.getVirtualItems().map(({ key, index, start }) => {
					const row = rows[index];
					if (!row) return null;
					const place = { position: "absolute", top: start, left: 0, right: 0, px: 1.5 } as const;
					if (row.kind === "group") {
						return (
							<Box
								key={key}
								role="presentation"
								sx={{
									...place,
									fontSize: 12,
									fontWeight: 600,
									color: "text.secondary",
									lineHeight: `${groupHeight}px`,
								}}
							>
								{row.name}
							</Box>
						);
					}
					const { model } = row;
					const obstacle = obstacleOf(model);
					const isChosen = chosen.includes(model.id);
					return (
						<Box
							key={key}
							ref={virtual.measureElement}
							data-index={index}
							id={optionId(id, index)}
							role="option"
							aria-selected={isChosen}
							aria-disabled={obstacle !== null}
							aria-setsize={models.length}
							aria-posinset={models.indexOf(model.id) + 1}
							onClick={() => on.onPick(model)}
							onMouseMove={() => on.onPoint(index)}
							sx={{
								...place,
								minHeight: modelHeight,
								py: 0.5,
								display: "flex",
								alignItems: "center",
								cursor: obstacle ? "not-allowed" : "pointer",
								bgcolor: index === active ? "action.hover" : undefined,
								boxShadow: index === active ? "inset 2px 0 0 var(--mui-palette-primary-main)" : undefined,
							}}
						>
							<ModelRow
								model={model}
								isChosen={isChosen}
								isFavourite={favourites.includes(model.id)}
								obstacle={obstacle}
								onStar={() => on.onStar(model)}
							/>
						</Box>
					);
				})}
			</Box>
		</Box>
	);
}
