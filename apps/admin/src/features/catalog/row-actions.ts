import { type MouseEvent, useMemo } from "react";
import { useNavigate } from "react-router";
import { paths } from "@/lib/paths.ts";
import { type CatalogView, flushSearch } from "./use-catalog-filters.ts";
import type { Model } from "./use-model-pages.ts";
import type { Selection } from "./use-selection.ts";
import { useSetEnabled } from "./use-set-enabled.ts";

export interface RowActions {
	/** Opens the model's sheet over the view as it is; a click that asks for a tab of its own is the browser's. */
	open(event: MouseEvent, modelId: string): void;
	select: Selection["toggle"];
	step: Selection["step"];
	enable(model: Model, enabled: boolean): void;
}

/** What rows do, as one object for all of them. */
export function useRowActions(
	{ toggle: select, step }: Pick<Selection, "toggle" | "step">,
	setFilters: CatalogView["setFilters"],
): RowActions {
	const navigate = useNavigate();
	const enable = useSetEnabled();
	return useMemo(
		() => ({
			open: (event, modelId) => {
				if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
				event.preventDefault();
				void flushSearch(setFilters).then(() =>
					navigate({ pathname: paths.model(modelId), search: window.location.search }),
				);
			},
			select,
			step,
			enable,
		}),
		[navigate, select, step, enable, setFilters],
	);
}
