import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { trpc } from "@/lib/trpc.ts";
import { type OpenEvents, RunFollower } from "./run-follower.ts";
import { isLive } from "./run-state.ts";

/** The followers of these runs; a run keeps its follower, and so its text, while the page stands. */
export function useRuns(runIds: readonly string[]): RunFollower[] {
	const utils = trpc.useUtils();
	const [followers] = useState(() => new Map<string, RunFollower>());
	const open = useCallback<OpenEvents>(
		(input, { onEvent, onError }) => {
			const subscription = utils.client.testing.events.subscribe(input, {
				onData: ({ id, data }) => {
					onEvent(id, data);
					if (!("costState" in data)) return;
					// It has ended: what it cost now counts in the totals and stands in the history.
					void utils.testing.stats.invalidate();
					void utils.testing.history.invalidate();
				},
				onError,
			});
			return () => subscription.unsubscribe();
		},
		[utils],
	);
	return useMemo(
		() =>
			runIds.map((runId) => {
				const follower = followers.get(runId) ?? new RunFollower(runId, open);
				followers.set(runId, follower);
				return follower;
			}),
		[runIds, followers, open],
	);
}

/** The ids of those runs that are still under way. */
export function useLiveRunIds(followers: readonly RunFollower[]): string[] {
	const subscribe = useCallback(
		(listener: () => void) => {
			const leave = followers.map((follower) => follower.subscribe(listener));
			return () => {
				for (const stop of leave) stop();
			};
		},
		[followers],
	);
	// A string, because a snapshot must be the same value while nothing changed.
	const live = useSyncExternalStore(subscribe, () =>
		followers
			.filter((follower) => isLive(follower.getSnapshot()) && !follower.getSnapshot().error)
			.map(({ runId }) => runId)
			.join(" "),
	);
	return useMemo(() => (live === "" ? [] : live.split(" ")), [live]);
}
