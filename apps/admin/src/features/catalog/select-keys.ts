import type { KeyboardEvent } from "react";
import type { Place, Selection } from "./use-selection.ts";

const steps: Record<string, "nextElementSibling" | "previousElementSibling"> = {
	ArrowDown: "nextElementSibling",
	ArrowUp: "previousElementSibling",
};

/**
 * The keys of a row's box, besides the browser's own: an arrow goes to the next row's box, with Shift the selection grows
 * or shrinks with it, and Enter goes to what can be done with the selection. Shift+Space selects from the last box on, as
 * Shift+click does.
 */
export function selectByKeys(event: KeyboardEvent<HTMLInputElement>, stepTo: Selection["step"]): void {
	const { currentTarget: box, key, shiftKey } = event;
	const step = steps[key];
	const next = step && box.closest("[role=row]")?.[step]?.querySelector<HTMLInputElement>("input.check");
	if (key !== "Enter" && !next) return;
	// Else the key would also press what it leads to, or scroll the list.
	event.preventDefault();
	if (!next) {
		focusIn(document.querySelector(`section[aria-label="${selectionLabel}"] button`));
		return;
	}
	next.focus();
	if (shiftKey) stepTo(placeOf(box), placeOf(next));
}

const placeOf = ({ value, dataset }: HTMLInputElement): Place => ({ id: value, index: Number(dataset.index) });

/** The name of what stands above the list while something of it is selected. */
export const selectionLabel = "Selection";

/** Where the focus goes when that is gone. */
export const focusList = (): void => focusIn(document.querySelector(".models"));

const focusIn = (element: HTMLElement | null): void => element?.focus();
