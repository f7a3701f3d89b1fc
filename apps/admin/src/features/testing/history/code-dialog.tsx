import Skeleton from "@mui/material/Skeleton";
import { CodeSnippets } from "@/components/code-snippets.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { ReadingDialog } from "@/components/reading-dialog.tsx";
import { trpc } from "@/lib/trpc.ts";

/** What a run asked, as code to take along. */
export default function CodeDialog({ runId, onClose }: { runId: string; onClose: () => void }) {
	const detail = trpc.testing.byId.useQuery({ runId });
	return (
		<ReadingDialog title="This request as code" maxWidth="md" minHeight={420} onClose={onClose}>
			{detail.isPending && <Skeleton variant="rounded" height={380} />}
			{detail.isError && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
			{detail.data && <CodeSnippets request={detail.data} />}
		</ReadingDialog>
	);
}
