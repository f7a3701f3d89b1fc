import type { ListModelsInput } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { keepPreviousData } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { alone, trpc } from "@/lib/trpc.ts";

export type Model = RouterOutputs["catalog"]["list"]["models"][number];

/** Two windows of rows: a smaller answer is there sooner after each key that is typed. */
const pageSize = 50;

export type ListQuery = Omit<ListModelsInput, "limit" | "offset">;
export type ModelPages = ReturnType<typeof useModelPages>;

const pageInput = (query: ListQuery, page: number) => ({ ...query, limit: pageSize, offset: page * pageSize });
const none: never[] = [];

/** The first page says how many there are, so it stays loaded, and stays on screen until the next view's has come. */
export const useFirstModels = (query: ListQuery) =>
	trpc.catalog.list.useQuery(pageInput(query, 0), { placeholderData: keepPreviousData, ...alone });

/** The models of a view, loaded a page at a time as rows come into sight. It stays the same object while it says the same. */
export function useModelPages(query: ListQuery) {
	const [range, setRange] = useState({ first: 0, last: 0 });
	const { data, error, isPending, isPlaceholderData } = useFirstModels(query);
	const total = data?.total ?? 0;
	const lastPage = Math.max(0, Math.ceil(total / pageSize) - 1);
	const from = Math.max(1, Math.floor(range.first / pageSize));
	const to = Math.min(lastPage, Math.floor(range.last / pageSize));
	const wanted = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
	const loaded = trpc.useQueries((t) => wanted.map((page) => t.catalog.list(pageInput(query, page))));
	const others = loaded.length === 0 ? none : loaded;
	return useMemo(() => {
		const failed = others.find((page) => page.isError);
		return {
			total,
			modelAt: (index: number): Model | undefined => {
				const page = Math.floor(index / pageSize);
				return (page === 0 ? data : others[page - from]?.data)?.models[index % pageSize];
			},
			setRange,
			isPending,
			isStale: isPlaceholderData,
			error: error ?? failed?.error ?? null,
		};
	}, [total, data, others, from, isPending, isPlaceholderData, error]);
}
