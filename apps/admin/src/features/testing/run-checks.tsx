import { trpc } from "@/lib/trpc.ts";
import { CheckResults } from "./check-results.tsx";
import type { FollowedRun } from "./runs-follower.ts";
import { useRunPart } from "./use-runs.ts";

/** What the template asked of an answer, and whether this one has it. */
export function RunChecks({ run }: { run: FollowedRun }) {
	const phase = useRunPart(run, (state) => state.phase);
	const { runId } = run;
	const checks = trpc.testing.checks.useQuery(
		{ runId },
		{ enabled: phase === "success", staleTime: Number.POSITIVE_INFINITY },
	);
	return checks.data?.length ? <CheckResults label="Checks" results={checks.data} /> : null;
}
