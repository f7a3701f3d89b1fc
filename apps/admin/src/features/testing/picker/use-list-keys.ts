import { type KeyboardEvent, useState } from "react";
import type { Row } from "./rows.ts";
import type { Model } from "./why-not.ts";

interface ListKeys {
	rows: readonly Row[];
	isOpen: boolean;
	onOpen: () => void;
	onClose: () => void;
	onPick: (model: Model) => void;
	onStar: (model: Model) => void;
	/** Backspace in an empty search. */
	onTakeBack: () => void;
}

const pageRows = 6;
const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: pageRows, PageUp: -pageRows };

/** The keyboard of the list, while the focus stays in its search: arrows and pages move, Enter chooses, Escape closes. */
export function useListKeys({ rows, isOpen, onOpen, onClose, onPick, onStar, onTakeBack }: ListKeys) {
	const [active, setActive] = useState(-1);
	const places = rows.flatMap((row, index) => (row.kind === "model" ? [index] : []));
	const at = places.includes(active) ? active : isOpen ? (places[0] ?? -1) : -1;
	const row = rows[at];
	const model = row?.kind === "model" ? row.model : null;

	const move = (step: number) => {
		const next = Math.min(places.length - 1, Math.max(0, places.indexOf(at) + step));
		setActive(places[next] ?? -1);
	};
	const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
		const step = steps[event.key];
		if (step !== undefined) {
			event.preventDefault();
			if (isOpen) move(step);
			else onOpen();
		} else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
			// Enter in a field would send the form.
			event.preventDefault();
			if (isOpen && model) onPick(model);
			else onOpen();
		} else if (event.key === "Escape" && isOpen) {
			event.stopPropagation();
			onClose();
		} else if (event.code === "KeyS" && event.altKey && model) {
			event.preventDefault();
			onStar(model);
		} else if (event.key === "Backspace" && event.currentTarget.value === "") onTakeBack();
	};
	return { active: at, setActive, onKeyDown };
}
