import type { CostState } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import { Link as RouterLink } from "react-router";
import { Cost } from "@/components/cost.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { Markdown } from "@/components/markdown.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { formatDuration, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";
import { CheckResults } from "../check-results.tsx";
import { type Cell, pendingWord, type Suite } from "./suite-words.ts";

/** How a run came out, in a word. */
function verdictOf(
	{ state, passed }: Cell,
	pending: string,
): { look: "good" | "bad" | "waiting" | "off"; words: string } {
	if (state === "pending") return { look: "off", words: pending };
	if (state === "running") return { look: "waiting", words: "under way" };
	if (state === "failed") return { look: "bad", words: "failed" };
	if (state === "cancelled") return { look: "off", words: "stopped" };
	if (passed === null) return { look: "good", words: "answered" };
	return passed ? { look: "good", words: "passed" } : { look: "bad", words: "did not pass" };
}

/** One run of a cell, with its answer. */
export function CellRun({ cell, suite }: { cell: Cell; suite: Suite }) {
	const { isOwn } = suite;
	const { look, words } = verdictOf(cell, pendingWord(suite));
	return (
		<Box
			component="section"
			aria-label={`Run ${cell.repeat}`}
			sx={{ borderTop: 1, borderColor: "divider", py: 1.5, fontSize: 14 }}
		>
			<Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 2, fontSize: 13, alignItems: "center", mb: 0.5 }}>
				<Box component="span" sx={{ fontWeight: 600 }}>
					Run {cell.repeat}
				</Box>
				<StatusWord look={look}>{words}</StatusWord>
				{cell.latencyMs !== null && <span>{formatDuration(cell.latencyMs)}</span>}
				{cell.costState !== null && <Cost usd={cell.costUsd} state={cell.costState as CostState} />}
				{cell.retries > 0 && <span>repeated {plural(cell.retries, "time")}</span>}
				{isOwn && cell.runId && (
					<Link component={RouterLink} to={paths.run(cell.runId)} sx={{ ml: "auto" }}>
						Open in the lab
					</Link>
				)}
			</Box>
			{cell.problem && <Box sx={{ color: "error.main", overflowWrap: "anywhere" }}>{cell.problem}</Box>}
			{isOwn && cell.state === "done" && cell.runId && <Answer runId={cell.runId} />}
			{!isOwn && cell.state === "done" && (
				<Box sx={{ color: "text.secondary" }}>The answer stands in its owner's history.</Box>
			)}
		</Box>
	);
}

function Answer({ runId }: { runId: string }) {
	const run = trpc.testing.byId.useQuery({ runId }, { staleTime: Number.POSITIVE_INFINITY });
	if (run.isError) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />;
	if (!run.data) return <Skeleton height={60} />;
	return (
		<>
			<Markdown text={run.data.response} />
			{run.data.checks.length > 0 && <CheckResults label="Checks" results={run.data.checks} />}
		</>
	);
}
