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
	const anchor = useRef<number | null>(null);
	/** The range that is being selected: where it began, and where it ends so far. */
	const range = useRef<{ origin: number; end: number } | null>(null);
	/** Read when somebody selects: what rows are given must not change with each letter of a search. */
	const query = useRef<ListQuery | null>(null);
	const setQuery = useCallback((next: ListQuery) => {
		query.current = next;
		range.current = null;
	}, []);
	/** In the order of the list, also of those that were never loaded. */
	const listed = useCallback(
		(from?: number, to?: number) =>
			utils.catalog.ids.fetch(query.current ?? undefined).then(
				(all) => all.ids.slice(from, to),
				(error: unknown) => {
					onProblem(error);
					return [];
				},
			),
		[utils, onProblem],
	);
	const put = useCallback((changed: readonly string[], on: boolean) => {
		setIds((last) => {
			const next = new Set(last);
			for (const id of changed) on ? next.add(id) : next.delete(id);
			return next;
		});
	}, []);

	/** With `isRange` everything from the row that was clicked before. */
	const toggle = useCallback(
		async (id: string, index: number, on: boolean, isRange: boolean) => {
			const last = anchor.current;
			anchor.current = index;
			range.current = isRange && on && last !== null ? { origin: last, end: index } : null;
			put([id], on);
			if (isRange && last !== null) put(await listed(Math.min(last, index), Math.max(last, index) + 1), on);
		},
		[put, listed],
	);
	/** From a row to the next one: away from where the range began it takes that in, and back there it gives the row up. */
	const step = useCallback(
		(from: Place, to: Place) => {
			const origin = range.current?.end === from.index ? range.current.origin : from.index;
			range.current = { origin, end: to.index };
			anchor.current = to.index;
			if (Math.abs(to.index - origin) < Math.abs(from.index - origin)) put([from.id], false);
			else put([from.id, to.id], true);
		},
		[put],
	);
	const selectAll = useCallback(async () => put(await listed(), true), [put, listed]);
	const clear = useCallback(() => {
		anchor.current = null;
		range.current = null;
		setIds(new Set());
	}, []);
	return useMemo(
		() => ({ ids, setQuery, toggle, step, selectAll, clear }),
		[ids, setQuery, toggle, step, selectAll, clear],
	);
}
