import type { RouterOutputs } from "@llm-hub/api/types";
import { emptyRun, phaseOf } from "../run-state.ts";
import { FollowedRun } from "../runs-follower.ts";

type Detail = NonNullable<RouterOutputs["testing"]["shares"]["open"]["members"][number]["run"]>;

/** A run that is followed by nobody, as its row has it, for the parts of a panel. */
export function keptRun(detail: Detail): FollowedRun {
	const run = new FollowedRun(detail.runId, () => {});
	const { modelId, response: text, reasoning, toolCalls, ttftMs, failure, status, isStopping } = detail;
	const phase = phaseOf(status);
	const end = status === "started" ? null : detail;
	const answer = { text, reasoning, toolCalls, ttftMs, failure, end };
	run.latest = { ...emptyRun, error: null, phase, modelId, isStopping, ...answer };
	run.show();
	return run;
}
