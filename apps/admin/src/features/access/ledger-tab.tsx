import type { RouterOutputs } from "@llm-hub/api/types";
import HourglassIcon from "@mui/icons-material/HourglassEmptyOutlined";
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { type Column, DataTable } from "@/components/data-table.tsx";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatAgo, formatClock, formatUsd, plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

type Hold = RouterOutputs["access"]["ledger"]["holds"][number];
const held = ({ estimateUsd }: Hold) => (estimateUsd === null ? "no estimate" : formatUsd(estimateUsd));

const columns: Column<Hold>[] = [
	{ label: "Who", cell: ({ userEmail }) => userEmail },
	{ label: "Model", cell: ({ modelId }) => <code>{modelId}</code> },
	{ label: "Counts for", cell: (hold) => (hold.grantId ? "a grant" : `rule ${hold.rulePattern ?? "none"}`) },
	{ label: "Held", numeric: true, cell: held },
	{ label: "Since", cell: ({ reservedAt }) => formatAgo(reservedAt) },
	{ label: "Given back at", cell: ({ expiresAt }) => formatClock(expiresAt) },
];

/** What runs under way hold of quotas and budgets, and the proof that what was counted is what ran. */
export function LedgerTab() {
	const holds = trpc.access.ledger.holds.useQuery();
	return (
		<Stack sx={{ gap: 2 }}>
			<Reconciliation />
			<Typography variant="h2">Held by runs under way</Typography>
			{holds.isError ? (
				<ErrorState error={holds.error} onRetry={() => void holds.refetch()} />
			) : (
				<DataTable
					label="Holds"
					columns={columns}
					rows={holds.data}
					keyOf={({ runId }) => runId}
					skeletonRows={2}
					narrow={(hold) => <TwoLines first={hold.modelId} second={`${hold.userEmail} · ${held(hold)}`} />}
					empty={
						<EmptyState icon={HourglassIcon} title="Nothing is held">
							A run takes one request and its highest cost before it starts, and settles to the real cost when it ends.
						</EmptyState>
					}
				/>
			)}
		</Stack>
	);
}

function Reconciliation() {
	const proof = trpc.access.ledger.reconcile.useQuery();
	if (proof.isError) return <ErrorState error={proof.error} onRetry={() => void proof.refetch()} />;
	if (!proof.data) return <Skeleton variant="rounded" height={48} />;
	const { isEven, entries, differences, runs, counters } = proof.data;
	const again = (
		<Button color="inherit" loading={proof.isFetching} onClick={() => void proof.refetch()}>
			Check again
		</Button>
	);
	if (isEven) {
		return (
			<Alert severity="success" variant="outlined" action={again}>
				Runs = ledger: {plural(entries, "entry", "entries")} compared, no difference.
			</Alert>
		);
	}
	return (
		<Alert severity="error" variant="outlined" action={again}>
			{plural(differences, "difference")} between runs, ledger and counters. Nothing was changed; look at the audit and
			the log of that time.
			<ul>
				{runs.map(({ runId, problem, run, ledger }) => (
					<li key={runId}>
						Run <code>{runId}</code>: {problem} (run: {run ?? "none"}, ledger: {ledger ?? "none"})
					</li>
				))}
				{counters.map(({ scope, subject, rule, period, counter, entries: sum }) => (
					<li key={`${scope} ${subject} ${rule} ${period}`}>
						Counter of {scope} {subject} in {period}: counted {counter}, entries say {sum}
					</li>
				))}
			</ul>
		</Alert>
	);
}
