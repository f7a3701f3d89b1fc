import type { ListModelsInput } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "@/lib/trpc.ts";

export type Model = RouterOutputs["catalog"]["list"]["models"][number];

/** Two windows of rows: a smaller answer is there sooner after each key that is typed. */
const pageSize = 50;

/** The models of a view, loaded a page at a time as rows come into sight. */
export function useModelPages(query: Omit<ListModelsInput, "limit" | "offset">) {
	const [range, setRange] = useState({ first: 0, last: 0 });
	const pageInput = (page: number) => ({ ...query, limit: pageSize, offset: page * pageSize });
	// The first page says how many there are, so it stays loaded, and stays on screen until the next view's has come.
	const first = trpc.catalog.list.useQuery(pageInput(0), { placeholderData: keepPreviousData });
	const total = first.data?.total ?? 0;
	const lastPage = Math.max(0, Math.ceil(total / pageSize) - 1);
	const from = Math.max(1, Math.floor(range.first / pageSize));
	const to = Math.min(lastPage, Math.floor(range.last / pageSize));
	const wanted = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
	const others = trpc.useQueries((t) => wanted.map((page) => t.catalog.list(pageInput(page))));
	const failed = others.find((page) => page.isError);

	const modelAt = (index: number): Model | undefined => {
		const page = Math.floor(index / pageSize);
		const data = page === 0 ? first.data : others[page - from]?.data;
		return data?.models[index % pageSize];
	};
	return {
		total,
		modelAt,
		setRange,
		isPending: first.isPending,
		isStale: first.isPlaceholderData,
		error: first.error ?? failed?.error ?? null,
		retry: () => void (first.isError ? first.refetch() : failed?.refetch()),
	};
}
