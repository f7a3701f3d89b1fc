import type { RouterInputs, RouterOutputs } from "@llm-hub/api/types";
import { isWorthRetrying } from "@/lib/errors.ts";
import { trpc } from "@/lib/trpc.ts";

export type Group = RouterOutputs["testing"]["groups"]["byId"];
export type Member = Group["members"][number];

/** A group that is shown, being started, or started again in one place. */
export function useGroup(groupId: string | null) {
	const utils = trpc.useUtils();
	const keep = (group: Group) => {
		utils.testing.groups.byId.setData({ groupId: group.groupId }, group);
		void utils.testing.runs.list.invalidate();
		void utils.testing.stats.invalidate();
	};
	// The same id starts once, so an answer that was lost may be asked for again.
	const start = trpc.testing.groups.start.useMutation({ onSuccess: keep, retry: isWorthRetrying });
	const rerun = trpc.testing.groups.rerun.useMutation({ onSuccess: keep });
	const isStarting = start.isPending && start.variables.groupId === groupId;
	const group = trpc.testing.groups.byId.useQuery(
		{ groupId: groupId ?? "" },
		{
			enabled: groupId !== null && !isStarting,
			// A page that was opened while its runs were being started.
			refetchInterval: ({ state }) => (state.data?.members.some(isBeingStarted) ? 500 : false),
		},
	);
	const startError = start.isError && start.variables.groupId === groupId ? start.error : null;
	const starting = isStarting || startError ? start.variables : null;
	return {
		group: groupId !== null && !starting ? (group.data ?? null) : null,
		/** What is being started, or could not be. */
		starting: starting ?? null,
		isStarting,
		error: startError ?? (starting || groupId === null ? null : group.error),
		retry: () => void group.refetch(),
		start: (input: RouterInputs["testing"]["groups"]["start"]) => start.mutateAsync(input),
		rerun: (input: RouterInputs["testing"]["groups"]["rerun"]) => rerun.mutate(input),
		rerunning: rerun.isPending ? rerun.variables.position : null,
		rerunError: rerun.error,
	};
}

export const isBeingStarted = ({ runId, refusal }: Member): boolean => runId === null && refusal === null;
