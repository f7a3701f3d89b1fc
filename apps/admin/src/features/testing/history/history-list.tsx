import HistoryIcon from "@mui/icons-material/History";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { NothingFits } from "@/components/nothing-fits.tsx";
import { HistoryRow, type RowActions } from "./history-row.tsx";
import type { useRunPages } from "./use-run-pages.ts";

interface HistoryListProps extends RowActions {
	pages: ReturnType<typeof useRunPages>;
	isFiltered: boolean;
	onClear: () => void;
	selected: ReadonlySet<string>;
	onSelect: (runId: string, isSelected: boolean) => void;
}

/** The runs that match, with what stands there instead of none. */
export function HistoryList({ pages, isFiltered, onClear, selected, onSelect, ...actions }: HistoryListProps) {
	if (pages.error) {
		return (
			<Box sx={{ p: 2, flex: 1 }}>
				<ErrorState error={pages.error} onRetry={pages.retry} />
			</Box>
		);
	}
	if (pages.isPending) {
		return (
			<Stack sx={{ gap: 1, p: 2, flex: 1 }} aria-busy>
				{["a", "b", "c", "d", "e"].map((row) => (
					<Skeleton key={row} variant="rounded" height={92} />
				))}
			</Stack>
		);
	}
	if (pages.runs.length === 0) {
		return (
			<Box sx={{ flex: 1 }}>
				{isFiltered ? (
					<NothingFits title="No test matches" onClear={onClear}>
						Words are found from their beginning, all of them in one test.
					</NothingFits>
				) : (
					<EmptyState icon={HistoryIcon} title="No test yet">
						Every run is kept here with its prompt, answer, tokens and cost.
					</EmptyState>
				)}
			</Box>
		);
	}
	return (
		<Box sx={{ overflowY: "auto", flex: 1, minHeight: 0, opacity: pages.isStale ? 0.6 : 1 }}>
			<Box component="ul" aria-label="Earlier tests" sx={{ listStyle: "none", m: 0, p: 0 }}>
				{pages.runs.map((run) => (
					<HistoryRow
						key={run.runId}
						run={run}
						isSelected={selected.has(run.runId)}
						onSelect={(isSelected) => onSelect(run.runId, isSelected)}
						{...actions}
					/>
				))}
			</Box>
			{pages.hasMore && (
				<Box sx={{ p: 1.5, textAlign: "center" }}>
					<Button onClick={pages.loadMore} loading={pages.isLoadingMore}>
						Show more
					</Button>
				</Box>
			)}
		</Box>
	);
}
