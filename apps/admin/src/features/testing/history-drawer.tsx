import type { RouterOutputs } from "@llm-hub/api/types";
import CloseIcon from "@mui/icons-material/Close";
import HistoryIcon from "@mui/icons-material/History";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { HistoryRow } from "./history-row.tsx";

export type Test = RouterOutputs["testing"]["history"]["tests"][number];

const pageSize = 25;

interface HistoryDrawerProps {
	open: boolean;
	onClose: () => void;
	onShow: (test: Test) => void;
	onLoad: (test: Test) => void;
	onRerun: (test: Test) => void;
}

/** Earlier tests, newest first, without leaving the page. */
export function HistoryDrawer({ open, onClose, ...on }: HistoryDrawerProps) {
	return (
		<Drawer
			anchor="right"
			open={open}
			onClose={onClose}
			slotProps={{
				backdrop: { invisible: true },
				paper: { role: "dialog", "aria-label": "History", sx: { width: 480, maxWidth: "100vw" } },
			}}
		>
			<Stack
				direction="row"
				sx={{ alignItems: "center", px: 2, minHeight: 56, borderBottom: 1, borderColor: "divider" }}
			>
				<Typography variant="h2" sx={{ flex: 1 }}>
					History
				</Typography>
				<IconButton aria-label="Close history" onClick={onClose}>
					<CloseIcon fontSize="small" />
				</IconButton>
			</Stack>
			<HistoryList {...on} />
		</Drawer>
	);
}

function HistoryList({ onShow, onLoad, onRerun }: Omit<HistoryDrawerProps, "open" | "onClose">) {
	const [offset, setOffset] = useState(0);
	const history = trpc.testing.history.useQuery(
		{ limit: pageSize, offset },
		{ placeholderData: (previous) => previous, refetchOnMount: "always" },
	);
	if (history.isError) {
		return (
			<Box sx={{ p: 2 }}>
				<ErrorState error={history.error} onRetry={() => void history.refetch()} />
			</Box>
		);
	}
	if (history.isPending) {
		return (
			<Stack sx={{ gap: 1, p: 2 }} aria-busy>
				{["a", "b", "c", "d", "e"].map((row) => (
					<Skeleton key={row} variant="rounded" height={72} />
				))}
			</Stack>
		);
	}
	const { tests, total } = history.data;
	if (total === 0) {
		return (
			<EmptyState icon={HistoryIcon} title="No test yet">
				Every run is kept here with its prompt, answer, tokens and cost.
			</EmptyState>
		);
	}
	return (
		<>
			<Box component="ul" aria-label="Earlier tests" sx={{ listStyle: "none", m: 0, p: 0, overflowY: "auto", flex: 1 }}>
				{tests.map((test) => (
					<HistoryRow
						key={test.runId}
						test={test}
						onShow={() => onShow(test)}
						onLoad={() => onLoad(test)}
						onRerun={() => onRerun(test)}
					/>
				))}
			</Box>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1, p: 1, borderTop: 1, borderColor: "divider" }}>
				<Typography variant="body2" color="textSecondary" sx={{ flex: 1, pl: 1 }}>
					{offset + 1}–{offset + tests.length} of {plural(total, "test")}
				</Typography>
				<Button color="inherit" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - pageSize))}>
					Newer
				</Button>
				<Button color="inherit" disabled={offset + pageSize >= total} onClick={() => setOffset(offset + pageSize)}>
					Older
				</Button>
			</Stack>
		</>
	);
}
