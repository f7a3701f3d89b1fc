import { useState } from "react";
import { trpc } from "@/lib/trpc.ts";
import { type Draft, messagesOf } from "./draft.ts";

/** A run that never began: nothing was spent. */
export interface Refusal {
	modelId: string;
	error: unknown;
}

/** Starts the same draft on each model. One that is refused does not hold back the others. */
export function useStartRuns() {
	const utils = trpc.useUtils();
	const start = trpc.testing.start.useMutation();
	const [starting, setStarting] = useState(false);
	const [refusals, setRefusals] = useState<Refusal[]>([]);

	const startRuns = async (draft: Draft, modelIds: string[]): Promise<string[]> => {
		const input = { messages: messagesOf(draft), parameters: draft.parameters, templateId: draft.templateId };
		setStarting(true);
		const outcomes = await Promise.allSettled(modelIds.map((modelId) => start.mutateAsync({ ...input, modelId })));
		setStarting(false);
		setRefusals(
			outcomes.flatMap((outcome, index) => {
				const modelId = modelIds[index];
				return outcome.status === "rejected" && modelId ? [{ modelId, error: outcome.reason }] : [];
			}),
		);
		void utils.testing.history.invalidate();
		void utils.testing.stats.invalidate();
		return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.runId] : []));
	};
	return { startRuns, starting, refusals, forgetRefusals: () => setRefusals([]) };
}
