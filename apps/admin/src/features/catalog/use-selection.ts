import { useCallback, useMemo, useRef, useState } from "react";
import { useProblemToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { ListQuery } from "./use-model-pages.ts";

export type Selection = ReturnType<typeof useSelection>;

/** A model and its place in the list. */
export interface Place {
	id: string;
	index: number;
}

/** Which models are selected; it outlives filters, so that a selection can be gathered from several searches. */
export function useSelection() {
	const utils = trpc.useUtils();
	const onProblem = useProblemToast();
	const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
	/** The same, for what is answered between two drawings of the page. */
	const latest = useRef(ids);
	const anchor = useRef<number | null>(null);
	/** The range that is being selected: where it began, where it ends so far, and which models were not selected before. */
	const range = useRef<{ origin: number; end: number; added: Set<string> } | null>(null);
	/** Read when somebody selects: what rows are given must not change with each letter of a search. */
	const query = useRef<ListQuery | null>(null);
	const setQuery = useCallback((next: ListQuery) => {
		query.current = next;
		range.current = null;
	}, []);
	/** In the order of the list, also of those that were never loaded. */
	const listed = useCallback(
		() =>
			utils.catalog.ids.fetch(query.current ?? undefined).then(
				(all) => all.ids,
				(error: unknown) => {
					onProblem(error);
					return [];
				},
			),
		[utils, onProblem],
	);
	/** Returns those that this changed. */
	const put = useCallback((some: readonly string[], on: boolean): string[] => {
		const next = new Set(latest.current);
		const changed = some.filter((id) => next.has(id) !== on);
		for (const id of changed) on ? next.add(id) : next.delete(id);
		latest.current = next;
		setIds(next);
		return changed;
	}, []);

	/** With `isRange` everything from the row that was clicked before. */
	const toggle = useCallback(
		async (id: string, index: number, on: boolean, isRange: boolean) => {
			const origin = anchor.current;
			anchor.current = index;
			const added = new Set(put([id], on));
			range.current = null;
			if (!isRange || origin === null) return;
			const begun = { origin, end: index, added };
			if (on) range.current = begun;
			const all = await listed();
			if (anchor.current === null) return; // Cleared meanwhile.
			// Steps may have moved its end meanwhile: what they gave up stays out.
			const changed = put(all.slice(Math.min(origin, begun.end), Math.max(origin, begun.end) + 1), on);
			for (const one of changed) added.add(one);
		},
		[put, listed],
	);
	/** From a row to the next one: away from where the range began it takes that in, and back there it gives up what it took. */
	const step = useCallback(
		(from: Place, to: Place) => {
			const last = range.current?.end === from.index ? range.current : null;
			const current = last ?? { origin: from.index, end: from.index, added: new Set<string>() };
			const { origin, added } = current;
			range.current = current;
			current.end = to.index;
			anchor.current = to.index;
			if (Math.abs(to.index - origin) < Math.abs(from.index - origin)) {
				if (added.delete(from.id)) put([from.id], false);
			} else for (const id of put([from.id, to.id], true)) added.add(id);
		},
		[put],
	);
	const selectAll = useCallback(async () => {
		range.current = null;
		put(await listed(), true);
	}, [put, listed]);
	const clear = useCallback(() => {
		anchor.current = null;
		range.current = null;
		latest.current = new Set();
		setIds(latest.current);
	}, []);
	return useMemo(
		() => ({ ids, setQuery, toggle, step, selectAll, clear }),
		[ids, setQuery, toggle, step, selectAll, clear],
	);
}
