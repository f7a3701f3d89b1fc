import type { ProviderType } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import { skipToken } from "@tanstack/react-query";
import { useState } from "react";
import { useProblemToast } from "@/components/toast.tsx";
import { useSession } from "./session.ts";
import { emptySync, foldSync } from "./sync-state.ts";
import { trpc } from "./trpc.ts";

export type SyncStatus = RouterOutputs["catalog"]["sync"]["status"];
export type CatalogSync = ReturnType<typeof useCatalogSync>;

/**
 * How fresh the catalog is, for whoever is signed in; for admins also the sync that they started or that was under way
 * when the page opened. What the clock starts later is followed when they ask.
 */
export function useCatalogSync() {
	const { user, isAdmin } = useSession();
	const utils = trpc.useUtils();
	const onProblem = useProblemToast();
	const status = trpc.catalog.sync.status.useQuery(undefined, {
		enabled: !!user,
		refetchInterval: ({ state }) => (state.data?.running ? 5_000 : 60_000),
	});
	const askAgain = () => void utils.catalog.sync.status.invalidate();

	const [syncId, setSyncId] = useState<string | null>();
	const [isOpen, setOpen] = useState(true);
	if (isAdmin && syncId === undefined && status.data) setSyncId(status.data.running?.syncId ?? null);
	const [seen, setSeen] = useState(emptySync);
	const state = seen.syncId === syncId ? seen : emptySync;
	const isFollowing = typeof syncId === "string" && state.end === null;
	const events = trpc.catalog.sync.events.useSubscription(isFollowing ? { syncId } : skipToken, {
		onData: ({ data }) => {
			setSeen((last) => foldSync(last, data));
			if (data.type === "done") void utils.catalog.invalidate();
		},
	});
	const follow = (id: string) => {
		setSyncId(id);
		setOpen(true);
	};

	const start = trpc.catalog.sync.start.useMutation({
		onSuccess: ({ syncId: id }) => follow(id),
		onError: onProblem,
		onSettled: askAgain,
	});
	const cancel = trpc.catalog.sync.cancel.useMutation({ onError: onProblem });
	const running = isFollowing ? syncId : (status.data?.running?.syncId ?? null);

	return {
		isAdmin,
		status: status.data,
		/** It will be known soon, or that it cannot be had. */
		isStatusAwaited: !!user && status.isPending,
		state,
		isFollowing,
		/** The stream of events was refused. */
		error: isFollowing ? events.error : null,
		retryEvents: events.reset,
		isRunning: running !== null && running !== state.end?.syncId,
		isStarting: start.isPending,
		isOpen: isOpen && typeof syncId === "string",
		/** Starts a sync of every provider or of these, or shows the one under way. */
		start: (providers?: ProviderType[]) => start.mutate(providers ? { providers } : undefined),
		show: () => running !== null && follow(running),
		close: () => setOpen(false),
		cancel: () => typeof syncId === "string" && cancel.mutate({ syncId }),
		isCancelling: isFollowing && (cancel.isPending || (cancel.isSuccess && cancel.variables.syncId === syncId)),
	};
}
