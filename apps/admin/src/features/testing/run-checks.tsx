import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import CancelIcon from "@mui/icons-material/HighlightOff";
import Box from "@mui/material/Box";
import { trpc } from "@/lib/trpc.ts";
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
	if (!checks.data?.length) return null;
	return (
		<Box component="ul" aria-label="Checks" sx={{ listStyle: "none", m: 0, mb: 1, p: 0, fontSize: 13 }}>
			{checks.data.map(({ label, passed, found }) => (
				<Box
					component="li"
					key={label}
					sx={{ display: "flex", gap: 0.75, color: passed ? "success.main" : "error.main", overflowWrap: "anywhere" }}
				>
					{passed ? (
						<CheckIcon aria-hidden sx={{ fontSize: 16, mt: "2px" }} />
					) : (
						<CancelIcon aria-hidden sx={{ fontSize: 16, mt: "2px" }} />
					)}
					<span>
						{passed ? "passed" : "failed"}: {label}
						{found !== null && `, here: ${found}`}
					</span>
				</Box>
			))}
		</Box>
	);
}
