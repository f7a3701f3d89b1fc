import { useProblemToast } from "@/components/toast.tsx";
import { rememberModels } from "@/lib/last-models.ts";
import { trpc } from "@/lib/trpc.ts";
import type { Draft } from "./draft.ts";
import { useLabUrl } from "./use-lab-url.ts";
import { useLiveRunIds, useRuns } from "./use-runs.ts";
import { useStartRuns } from "./use-start-runs.ts";

/** The runs on the page: which there are, starting, stopping and showing them. */
export function useLab() {
	const { models, runIds, setModels, show } = useLabUrl();
	const followers = useRuns(runIds);
	const liveRunIds = useLiveRunIds(followers);
	const { startRuns, starting, refusals, forgetRefusals } = useStartRuns();
	const cancel = trpc.testing.cancel.useMutation({ onError: useProblemToast() });
	return {
		models,
		setModels,
		followers,
		liveRunIds,
		starting,
		refusals,
		run: async (draft: Draft, modelIds: string[]) => {
			rememberModels(modelIds);
			show(await startRuns(draft, modelIds));
		},
		show: (runs: string[]) => {
			forgetRefusals();
			show(runs);
		},
		stop: (runId: string) => cancel.mutate({ runId }),
		stopAll: () => {
			for (const runId of liveRunIds) cancel.mutate({ runId });
		},
	};
}
