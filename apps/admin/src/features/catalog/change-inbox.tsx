import InboxIcon from "@mui/icons-material/InboxOutlined";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { SideSheet } from "@/components/side-sheet.tsx";
import { formatCount } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { groupChanges } from "./change-groups.ts";
import { ChosenChanges } from "./change-inbox-choice.tsx";
import { ChangeInboxGroup } from "./change-inbox-group.tsx";
import { ChangeInboxHistory } from "./change-inbox-history.tsx";
import { useChosenChanges } from "./use-chosen-changes.ts";
import { useDecideChanges } from "./use-decide-changes.ts";

/** The most that one answer holds; more come up as these are decided. */
const most = 500;

/** What syncs changed: first what waits for a person, then what was applied. */
export default function ChangeInbox({ open, onClose }: { open: boolean; onClose: () => void }) {
	const decide = useDecideChanges();
	return (
		<SideSheet
			label="Changes"
			width={640}
			open={open}
			head={
				<>
					<Typography variant="h2" sx={{ flex: 1 }}>
						Changes
					</Typography>
					{/* Here and not at the window's foot, where the keyboard does not come while the sheet is open. */}
					<Typography variant="body2" color="textSecondary" role="status">
						{decide.last?.message}
					</Typography>
					{decide.last && (
						<Button onClick={decide.last.undo} loading={decide.isDeciding}>
							Undo
						</Button>
					)}
				</>
			}
			onClose={onClose}
		>
			<Stack
				tabIndex={0}
				role="group"
				aria-label="All changes"
				sx={{ p: 2, gap: 3, overflowY: "auto", borderTop: 1, borderColor: "divider" }}
			>
				<Pending decide={decide} />
				<ChangeInboxHistory />
			</Stack>
		</SideSheet>
	);
}

function Pending({ decide }: { decide: ReturnType<typeof useDecideChanges> }) {
	const pending = trpc.catalog.changes.list.useQuery({ state: "pending", limit: most, offset: 0 });
	const choice = useChosenChanges(pending.data?.changes ?? []);
	if (pending.isError) return <ErrorState error={pending.error} onRetry={() => void pending.refetch()} />;
	if (pending.isPending) {
		return (
			<Stack sx={{ gap: 1 }} aria-busy>
				{["a", "b", "c"].map((row) => (
					<Skeleton key={row} variant="rounded" height={72} />
				))}
			</Stack>
		);
	}
	const { changes, total } = pending.data;
	if (total === 0) {
		return (
			<EmptyState icon={InboxIcon} title="Nothing waits for you">
				Safe changes apply by themselves. Here stands what a person should see first: a price that jumps, sources that
				disagree, a model that may be gone.
			</EmptyState>
		);
	}
	return (
		<>
			{changes.length < total && (
				<Typography variant="body2" color="textSecondary">
					The newest {formatCount(changes.length)} of {formatCount(total)}; the others come up as these are decided.
				</Typography>
			)}
			<ChosenChanges choice={choice} decide={decide} />
			{groupChanges(changes).map((group) => (
				<ChangeInboxGroup key={group.key} group={group} decide={decide} choice={choice} />
			))}
		</>
	);
}
