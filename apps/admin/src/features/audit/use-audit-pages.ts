import type { AuditFilters } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { useMemo } from "react";
import { trpc } from "@/lib/trpc.ts";

export type AuditEvent = RouterOutputs["audit"]["list"]["events"][number];

/** How often it is asked whether something happened since. */
const lookEveryMs = 30_000;

/**
 * The events that match, the newest first, a page at a time. What is on screen stays as it is: events that happen
 * meanwhile are announced by `hasNewer`, and come in by `showNewer`.
 */
export function useAuditPages(filters: AuditFilters) {
	const input = { ...filters, limit: 100 };
	const utils = trpc.useUtils();
	const queryClient = useQueryClient();
	const queryKey = [...getQueryKey(trpc.audit.list, input), "pages"];
	// Not the hook of tRPC: it sends a `direction` along, which a strict input refuses.
	const list = useInfiniteQuery({
		queryKey,
		queryFn: ({ pageParam, signal }) => utils.client.audit.list.query({ ...input, cursor: pageParam }, { signal }),
		initialPageParam: null as number | null,
		getNextPageParam: ({ nextCursor }) => nextCursor,
		placeholderData: keepPreviousData,
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: 0,
	});
	const newest = trpc.audit.list.useQuery({ ...filters, limit: 1 }, { refetchInterval: lookEveryMs });
	const events = useMemo(() => list.data?.pages.flatMap((page) => page.events) ?? [], [list.data]);
	const newestSeq = newest.data?.events[0]?.seq ?? 0;
	return {
		events,
		isPending: list.isPending,
		isStale: list.isPlaceholderData,
		error: list.error,
		retry: () => void list.refetch(),
		hasMore: list.hasNextPage,
		loadMore: () => {
			if (!list.isFetching) void list.fetchNextPage();
		},
		hasNewer: !list.isFetching && !list.isPending && newestSeq > (events[0]?.seq ?? 0),
		showNewer: () => {
			queryClient.setQueryData<typeof list.data>(queryKey, (data) => data && firstOf(data));
			void list.refetch();
		},
	};
}

const firstOf = <Page, Param>({ pages, pageParams }: InfiniteData<Page, Param>): InfiniteData<Page, Param> => ({
	pages: pages.slice(0, 1),
	pageParams: pageParams.slice(0, 1),
});
