import { useMemo } from "react";
import { useProblemToast } from "@/components/toast.tsx";
import { rememberModels } from "@/lib/last-models.ts";
import { trpc } from "@/lib/trpc.ts";
import { randomUuid } from "@/lib/uuid.ts";
import { type Draft, inputOf } from "./draft.ts";
import { placesOf } from "./places.ts";
import { useGroup } from "./use-group.ts";
import { useLabUrl } from "./use-lab-url.ts";
import { useLiveRunIds, useRunsFollower } from "./use-runs.ts";

/** The runs on the page: which there are, starting, stopping and showing them. */
export function useLab() {
	const url = useLabUrl();
	const group = useGroup(url.groupId);
	const follower = useRunsFollower();
	const places = placesOf(group, url.runIds);
	const runIds = places.flatMap(({ runId }) => runId ?? []).join(" ");
	const runs = useMemo(
		() => (runIds === "" ? [] : runIds.split(" ").map((runId) => follower.run(runId))),
		[runIds, follower],
	);
	const liveRunIds = useLiveRunIds(runs);
	const cancel = trpc.testing.cancel.useMutation({ onError: useProblemToast() });

	const run = async (draft: Draft, modelIds: string[]) => {
		rememberModels(modelIds);
		const groupId = randomUuid();
		// In the URL before it starts: a reload in between finds the runs.
		url.showGroup(groupId);
		const blind = url.blind && modelIds.length > 1;
		// What was refused stands in the panels' place.
		await group.start({ ...inputOf(draft), groupId, modelIds, blind }).catch(() => {});
	};
	return {
		...url,
		group,
		places,
		follower,
		liveRunIds,
		run,
		/** Once more in one place, with what was asked there. */
		rerun: (position: number, draft: Draft) => {
			const { groupId, members, asked } = group.group ?? {};
			const member = members?.find((candidate) => candidate.position === position);
			if (!groupId || !member) return;
			const again = asked ? { ...asked, templateId: asked.templateId ?? undefined } : inputOf(draft);
			group.rerun({ ...again, groupId, position, replaces: member.runId });
		},
		stop: (runId: string) => cancel.mutate({ runId }),
		stopAll: () => {
			for (const runId of liveRunIds) cancel.mutate({ runId });
		},
	};
}
