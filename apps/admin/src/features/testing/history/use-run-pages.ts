import type { RunsFilter } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { useMemo } from "react";
import { trpc } from "@/lib/trpc.ts";

export type ListedRun = RouterOutputs["testing"]["runs"]["list"]["runs"][number];

/** The runs that match, the newest first, a page at a time. */
export function useRunPages(filter: RunsFilter) {
	const utils = trpc.useUtils();
	const input = { ...filter, limit: 25 };
	// Not the hook of tRPC: it sends a `direction` along, which a strict input refuses.
	const list = useInfiniteQuery({
		queryKey: [...getQueryKey(trpc.testing.runs.list, input), "pages"],
		queryFn: ({ pageParam, signal }) =>
			utils.client.testing.runs.list.query({ ...input, cursor: pageParam }, { signal }),
		initialPageParam: null as string | null,
		getNextPageParam: ({ nextCursor }) => nextCursor,
		placeholderData: keepPreviousData,
		refetchOnMount: "always",
	});
	const runs = useMemo(() => list.data?.pages.flatMap((page) => page.runs) ?? [], [list.data]);
	const first = list.data?.pages[0];
	return {
		runs,
		total: first?.total ?? 0,
		awaitingVote: first?.awaitingVote ?? [],
		isPending: list.isPending,
		isStale: list.isPlaceholderData,
		error: list.error,
		retry: () => void list.refetch(),
		hasMore: list.hasNextPage,
		isLoadingMore: list.isFetchingNextPage,
		loadMore: () => void list.fetchNextPage(),
	};
}
