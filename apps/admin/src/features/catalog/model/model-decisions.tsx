import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { ErrorState } from "@/components/error-state.tsx";
import { formatCount, formatDate, formatDuration, formatUsd } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";

type Decision = RouterOutputs["testing"]["suites"]["decisions"][number];

/** What was decided about the model, each with the suite of tests that it was decided from. */
export function ModelDecisions({ modelId }: { modelId: string }) {
	const decisions = trpc.testing.suites.decisions.useQuery({ modelId });
	if (decisions.isError) return <ErrorState error={decisions.error} onRetry={() => void decisions.refetch()} />;
	if (decisions.isPending) return <Skeleton variant="rounded" height={40} />;
	if (decisions.data.length === 0) {
		return (
			<Typography variant="body2" color="textSecondary">
				Nothing was decided yet. Run a suite in the lab, and recommend, enable, disable or name the model from its
				figures.
			</Typography>
		);
	}
	return (
		<Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", fontSize: 14 }}>
			{decisions.data.map((decision) => (
				<Box component="li" key={decision.id} sx={{ py: 0.75, borderBottom: 1, borderColor: "divider" }}>
					<Box sx={{ overflowWrap: "anywhere" }}>
						<Box component="span" sx={{ fontWeight: 550 }}>
							{wordsOf(decision)}
						</Box>
						{decision.note && `: ${decision.note}`}
					</Box>
					<Box sx={{ fontSize: 13, color: "text.secondary", overflowWrap: "anywhere" }}>
						{decision.by} · {formatDate(decision.decidedAt)} · {figuresOf(decision)} ·{" "}
						<Link component={RouterLink} to={paths.suite(decision.suiteId)}>
							{decision.suiteName}
						</Link>
					</Box>
				</Box>
			))}
		</Box>
	);
}

function wordsOf({ kind, alias }: Decision): string {
	if (kind === "alias") return `Named ${alias}`;
	return { recommend: "Recommended", enable: "Enabled", disable: "Disabled" }[kind];
}

/** `28 of 30 passed · $0.0004 a pass · median 1.20 s`, as far as it is known. */
function figuresOf({ figures }: Decision): string {
	const { judged, passed, costPerPassUsd, latencyMs } = figures;
	const parts = [
		judged === 0 ? "no checks" : `${formatCount(passed)} of ${formatCount(judged)} passed`,
		costPerPassUsd !== null && `${formatUsd(costPerPassUsd)} a pass`,
		latencyMs !== null && `median ${formatDuration(latencyMs.p50)}`,
	];
	return parts.filter((part) => part !== false).join(" · ");
}
