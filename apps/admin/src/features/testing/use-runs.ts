import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { trpc } from "@/lib/trpc.ts";
import { isLive } from "./run-state.ts";
import { type FollowedRun, type OpenEvents, type RunSnapshot, RunsFollower } from "./runs-follower.ts";
import { staySubscribed } from "./stay-subscribed.ts";

/** The follower of the page: a run keeps its store, and so its text, while the page stands. */
export function useRunsFollower(): RunsFollower {
	const utils = trpc.useUtils();
	const open: OpenEvents = (input, { onEvents, onError }) => {
		let { lastEventId } = input;
		return staySubscribed(() =>
			utils.client.testing.eventsOf.subscribe(
				{ ...input, lastEventId },
				{
					onData: ({ id, data }) => {
						lastEventId = id;
						onEvents(id, data);
						if (!data.some(({ event }) => "costState" in event)) return;
						// One has ended: what it cost now counts in the totals and stands in the history.
						void utils.testing.stats.invalidate();
						void utils.testing.runs.list.invalidate();
					},
					onError,
				},
			),
		);
	};
	const [follower] = useState(() => new RunsFollower(open, flushSync));
	return follower;
}

/** Under way, and its stream was not refused. */
export const isUnderWay = (state: RunSnapshot): boolean => isLive(state) && !state.error;
/** The same, and nobody stopped it. */
export const isAnswering = (state: RunSnapshot): boolean => isUnderWay(state) && !state.isStopping;

/** The ids of those runs of which it holds. */
export function useRunIds(runs: readonly FollowedRun[], holds: (state: RunSnapshot) => boolean): string[] {
	const subscribe = useCallback(
		(listener: () => void) => {
			const leave = runs.map((run) => run.subscribe(listener));
			return () => {
				for (const stop of leave) stop();
			};
		},
		[runs],
	);
	// A string, because a snapshot must be the same value while nothing changed.
	const ids = useSyncExternalStore(subscribe, () =>
		runs
			.filter((run) => holds(run.getSnapshot()))
			.map(({ runId }) => runId)
			.join(" "),
	);
	return ids === "" ? [] : ids.split(" ");
}

/** One part of a run's state: its reader is drawn anew when that part changes, not with every word of the answer. */
export const useRunPart = <Part>(run: FollowedRun, pick: (state: RunSnapshot) => Part): Part =>
	useSyncExternalStore(run.subscribe, () => pick(run.getSnapshot()));

/** The same part of several runs. `pick` must give the same value while nothing changed. */
export function useRunParts<Part>(runs: readonly FollowedRun[], pick: (state: RunSnapshot) => Part): Part[] {
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	const key = runs.map(({ runId }) => runId).join(" ");
	// biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the runs, whose list is new each time.
	useEffect(() => {
		const last = new Map<FollowedRun, Part>();
		const leave = runs.map((run) => {
			last.set(run, pick(run.getSnapshot()));
			return run.subscribe(() => {
				const part = pick(run.getSnapshot());
				if (last.get(run) === part) return;
				last.set(run, part);
				redraw();
			});
		});
		return () => {
			for (const stop of leave) stop();
		};
	}, [key]);
	return runs.map((run) => pick(run.getSnapshot()));
}
