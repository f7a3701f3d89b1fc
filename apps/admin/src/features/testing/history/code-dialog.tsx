import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Skeleton from "@mui/material/Skeleton";
import { CodeSnippets } from "@/components/code-snippets.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { trpc } from "@/lib/trpc.ts";

/** What a run asked, as code to take along. */
export default function CodeDialog({ runId, onClose }: { runId: string; onClose: () => void }) {
	const detail = trpc.testing.byId.useQuery({ runId });
	return (
		<Dialog
			open
			onClose={onClose}
			maxWidth="md"
			fullWidth
			slotProps={{ paper: { "aria-label": "This request as code" } }}
		>
			<DialogTitle>This request as code</DialogTitle>
			<DialogContent sx={{ minHeight: 420 }}>
				{detail.isPending && <Skeleton variant="rounded" height={380} />}
				{detail.isError && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
				{detail.data && <CodeSnippets request={detail.data} />}
			</DialogContent>
			<DialogActions>
				<Button onClick={onClose} autoFocus>
					Close
				</Button>
			</DialogActions>
		</Dialog>
	);
}
