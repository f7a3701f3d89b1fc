import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { ExportButton } from "@/components/export-button.tsx";
import { SideSheet } from "@/components/side-sheet.tsx";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import { HistoryFilters } from "./history-filters.tsx";
import { HistoryFoot } from "./history-foot.tsx";
import { HistoryList } from "./history-list.tsx";
import type { RowActions } from "./history-row.tsx";
import type { HistoryView } from "./use-history-view.ts";
import { type ListedRun, useRunPages } from "./use-run-pages.ts";

const CodeDialog = lazy(() => import("./code-dialog.tsx"));

interface HistoryDrawerProps extends Pick<RowActions, "onShow" | "onLoad" | "onRerun"> {
	view: HistoryView;
	onCompare: (runIds: string[]) => void;
	/** A blind group that awaits its vote. */
	onVote: (groupId: string) => void;
}

/** Earlier tests: to find, use again, compare, take along and delete, without leaving the page. */
export default function HistoryDrawer({ view, onCompare, onVote, ...on }: HistoryDrawerProps) {
	const utils = trpc.useUtils();
	const pages = useRunPages(useDeferredValue(view.filter));
	const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
	const [deleting, setDeleting] = useState<ListedRun[] | null>(null);
	const [coded, setCoded] = useState<string | null>(null);
	const select = (runId: string, isSelected: boolean) => {
		const next = new Set(selected);
		if (isSelected) next.add(runId);
		else next.delete(runId);
		setSelected(next);
	};
	const [waiting] = pages.awaitingVote;
	return (
		<SideSheet
			label="History"
			width={880}
			head={
				<>
					<Typography variant="h2" sx={{ flex: 1 }}>
						History
					</Typography>
					<ExportButton
						name="tests"
						what={plural(pages.total, "test")}
						disabled={pages.total === 0}
						source={(format, signal) => utils.client.testing.runs.export.mutate({ ...view.filter, format }, { signal })}
					/>
				</>
			}
			onClose={view.close}
		>
			<HistoryFilters {...view} />
			{waiting && (
				<Alert
					severity="info"
					variant="outlined"
					sx={{ mx: 2, mt: 1.5 }}
					action={
						<Button color="inherit" onClick={() => onVote(waiting.groupId)}>
							Go and vote
						</Button>
					}
				>
					{plural(pages.awaitingVote.length, "blind test")} left out until you vote.
				</Alert>
			)}
			<HistoryList
				pages={pages}
				isFiltered={view.isFiltered}
				onClear={view.clear}
				selected={selected}
				onSelect={select}
				onCode={({ runId }) => setCoded(runId)}
				onDelete={(run) => setDeleting([run])}
				{...on}
			/>
			<HistoryFoot
				shown={pages.runs.length}
				total={pages.error || pages.isPending ? null : pages.total}
				selected={pages.runs.filter(({ runId }) => selected.has(runId))}
				onCompare={onCompare}
				onDelete={setDeleting}
				onClear={() => setSelected(new Set())}
			/>
			{deleting && (
				<DeleteDialog
					runs={deleting}
					onDeleted={() => {
						setDeleting(null);
						setSelected(new Set());
					}}
					onClose={() => setDeleting(null)}
				/>
			)}
			{coded !== null && (
				<Suspense fallback={null}>
					<CodeDialog runId={coded} onClose={() => setCoded(null)} />
				</Suspense>
			)}
		</SideSheet>
	);
}
