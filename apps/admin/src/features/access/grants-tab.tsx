import type { RouterOutputs } from "@llm-hub/api/types";
import LockOpenIcon from "@mui/icons-material/LockOpenOutlined";
import Button from "@mui/material/Button";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { type Column, DataTable } from "@/components/data-table.tsx";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { useProblemToast } from "@/components/toast.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatClock, formatCount } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

type Grant = RouterOutputs["access"]["grants"]["list"][number];
const words = { open: "open", used_up: "used up", expired: "ended", revoked: "revoked" } as const;
const runs = ({ usedRequests, maxRequests }: Grant) =>
	`${formatCount(usedRequests)}${maxRequests === null ? "" : ` of ${formatCount(maxRequests)}`}`;

/** What is open to whom beyond the tier, and until when. */
export function GrantsTab() {
	const [ending, setEnding] = useState<Grant | null>(null);
	const onError = useProblemToast();
	const utils = trpc.useUtils();
	const grants = trpc.access.grants.list.useQuery({});
	const revoke = trpc.access.grants.revoke.useMutation({
		onError,
		onSettled: () => {
			setEnding(null);
			return utils.access.invalidate();
		},
	});
	const end = (grant: Grant) => (
		<Button
			color="error"
			aria-label={`End ${grant.modelPattern} of ${grant.userEmail}`}
			onClick={() => setEnding(grant)}
		>
			End
		</Button>
	);
	const columns: Column<Grant>[] = [
		{ label: "Who", cell: ({ userEmail }) => userEmail },
		{ label: "Opens", cell: ({ modelPattern }) => <code>{modelPattern}</code> },
		{ label: "What for", cell: ({ reason }) => reason },
		{ label: "Runs", numeric: true, cell: runs },
		{ label: "Ends", cell: ({ expiresAt }) => formatClock(expiresAt) },
		{
			label: "State",
			cell: ({ state }) => <StatusWord look={state === "open" ? "good" : "off"}>{words[state]}</StatusWord>,
		},
		{ label: "Actions", unlabelled: true, numeric: true, cell: end },
	];
	if (grants.isError) return <ErrorState error={grants.error} onRetry={() => void grants.refetch()} />;
	return (
		<>
			<DataTable
				label="Grants"
				columns={columns}
				rows={grants.data}
				keyOf={({ id }) => id}
				narrow={(grant) => (
					<TwoLines
						first={grant.modelPattern}
						second={`${grant.userEmail} · ${runs(grant)} runs · until ${formatClock(grant.expiresAt)}`}
						end={end(grant)}
					/>
				)}
				empty={
					<EmptyState icon={LockOpenIcon} title="No grants are open">
						A grant opens a model to one person for some days, beyond what the tier allows. It begins with a request.
					</EmptyState>
				}
			/>
			<ConfirmDialog
				open={ending !== null}
				title="End this grant now?"
				confirmLabel="End grant"
				pending={revoke.isPending}
				onConfirm={() => ending && revoke.mutate({ grantId: ending.id })}
				onClose={() => setEnding(null)}
			>
				From the next call on, {ending?.modelPattern} is refused to {ending?.userEmail} where the tier does not include
				it.
			</ConfirmDialog>
		</>
	);
}
