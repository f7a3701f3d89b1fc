import { useMemo } from "react";
import { useProblemToast } from "@/components/toast.tsx";
import { rememberModels } from "@/lib/last-models.ts";
import { trpc } from "@/lib/trpc.ts";
import { randomUuid } from "@/lib/uuid.ts";
import { type Draft, inputOf } from "./composer/draft.ts";
import { sendableMessages } from "./kept-messages.ts";
import { placesOf } from "./places.ts";
import { useGroup } from "./use-group.ts";
import { useLabUrl } from "./use-lab-url.ts";
import { isAnswering, isUnderWay, useRunIds, useRunsFollower } from "./use-runs.ts";

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
	const liveRunIds = useRunIds(runs, isUnderWay);
	const answeringRunIds = useRunIds(runs, isAnswering);
	const utils = trpc.useUtils();
	const tellProblem = useProblemToast();
	const cancel = trpc.testing.cancel.useMutation({
		onError: tellProblem,
		onSuccess: ({ cancelled }, { runId }) => {
			if (cancelled) follower.run(runId).stopping();
			void utils.testing.runs.list.invalidate();
		},
	});

	const run = async (draft: Draft, modelIds: string[]) => {
		rememberModels(modelIds);
		const groupId = randomUuid();
		// In the URL before it starts: a reload in between finds the runs.
		url.showGroup(groupId);
		const blind = url.blind && modelIds.length > 1;
		// What was refused stands in the panels' place.
		await group.start({ ...inputOf(draft), groupId, modelIds, blind }).catch(() => {});
	};
	/** What the shown test asked, its images fetched; the composer's draft where that is no longer kept. */
	const askedAgain = async (draft: Draft): Promise<Draft> => {
		const { asked, members = [] } = group.group ?? {};
		const runId = members.find((member) => member.runId)?.runId;
		if (!asked || !runId) return inputOf(draft);
		const messages = await sendableMessages(utils, { runId, messages: asked.messages });
		return { messages, parameters: asked.parameters, templateId: asked.templateId ?? undefined };
	};
	return {
		...url,
		group,
		places,
		follower,
		liveRunIds,
		/** Those of them that nobody stopped yet. */
		answeringRunIds,
		run,
		/** What the shown test asked, on these models once more. */
		runAgain: async (modelIds: string[], draft: Draft) => {
			const again = await askedAgain(draft).catch(tellProblem);
			if (again) await run(again, modelIds);
		},
		/** Once more in one place, with what was asked there. */
		rerun: async (position: number, draft: Draft) => {
			const { groupId, members } = group.group ?? {};
			const member = members?.find((candidate) => candidate.position === position);
			if (!groupId || !member) return;
			const again = await askedAgain(draft).catch(tellProblem);
			if (again) group.rerun({ ...again, groupId, position, replaces: member.runId });
		},
		stop: (runId: string) => cancel.mutate({ runId }),
		stopAll: () => {
			for (const runId of answeringRunIds) cancel.mutate({ runId });
		},
	};
}
