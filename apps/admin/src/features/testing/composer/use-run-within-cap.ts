import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { trpc } from "@/lib/trpc.ts";
import { capProblem } from "./cap-problem.ts";
import type { Draft, DraftFields } from "./draft.ts";
import { estimateInputOf } from "./use-estimate.ts";

/** Runs the draft when all of it is right; a cap that some model cannot keep is said at its field first. */
export function useRunWithinCap(
	form: UseFormReturn<DraftFields, unknown, Draft>,
	modelIds: string[],
	onRun: (draft: Draft) => Promise<void>,
) {
	const { client } = trpc.useUtils();
	const [isChecking, setIsChecking] = useState(false);
	const run = form.handleSubmit(async (draft) => {
		const asked = draft.parameters.costCapUsd ? estimateInputOf(draft, modelIds) : null;
		if (asked) {
			setIsChecking(true);
			// Without an answer the server refuses by itself what it cannot keep.
			const estimate = await client.testing.estimate.mutate(asked).catch(() => null);
			setIsChecking(false);
			const message = estimate && capProblem(estimate, asked.parameters.costCapUsd);
			if (message) return form.setError("parameters.costCapUsd", { message }, { shouldFocus: true });
		}
		await onRun(draft);
	});
	return { run, isChecking };
}
