import type { RouterOutputs } from "@llm-hub/api/types";
import InboxIcon from "@mui/icons-material/InboxOutlined";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table.tsx";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { TierName } from "@/components/tier-name.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatAgo } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { DecideDialog, type Decision } from "./decide-dialog.tsx";

export type Request = RouterOutputs["access"]["requests"]["list"][number];
const looks = { pending: "waiting", granted: "good", declined: "bad" } as const;

/** Who asked for what, the open ones first. */
export function RequestsTab() {
	const requests = trpc.access.requests.list.useQuery({});
	const [decision, setDecision] = useState<Decision | null>(null);
	const rows = requests.data?.toSorted((a, b) => Number(b.state === "pending") - Number(a.state === "pending"));
	const actions = (request: Request) =>
		request.state === "pending" ? (
			<Stack direction="row" sx={{ gap: 1, justifyContent: "flex-end" }}>
				<Button variant="contained" onClick={() => setDecision({ request, kind: "grant" })}>
					Grant
				</Button>
				<Button color="inherit" onClick={() => setDecision({ request, kind: "decline" })}>
					Decline
				</Button>
			</Stack>
		) : (
			<StatusWord look={looks[request.state]}>{request.state}</StatusWord>
		);
	const columns: Column<Request>[] = [
		{ label: "Who", cell: (request) => <TwoLines first={request.userName} second={request.userEmail} /> },
		{ label: "Tier", cell: ({ tierCode }) => <TierName code={tierCode} /> },
		{ label: "Model", cell: ({ modelId }) => <code>{modelId}</code> },
		{ label: "What for", cell: ({ reason }) => reason },
		{ label: "Asked", cell: ({ createdAt }) => formatAgo(createdAt) },
		{ label: "Answer", numeric: true, cell: actions },
	];
	if (requests.isError) return <ErrorState error={requests.error} onRetry={() => void requests.refetch()} />;
	return (
		<>
			<DataTable
				label="Requests"
				columns={columns}
				rows={rows}
				keyOf={({ id }) => id}
				narrow={(request) => (
					<Stack sx={{ gap: 0.5 }}>
						<TwoLines
							first={request.modelId}
							second={
								<>
									{request.userName} · <TierName code={request.tierCode} /> · {formatAgo(request.createdAt)}
								</>
							}
						/>
						<Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
							“{request.reason}”
						</Typography>
						{actions(request)}
					</Stack>
				)}
				empty={
					<EmptyState icon={InboxIcon} title="No requests">
						Where a model is not open to somebody, the catalog and the lab let them ask. It arrives here.
					</EmptyState>
				}
			/>
			{decision && <DecideDialog {...decision} onClose={() => setDecision(null)} />}
		</>
	);
}
