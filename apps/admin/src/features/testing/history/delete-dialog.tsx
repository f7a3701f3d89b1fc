import Typography from "@mui/material/Typography";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { formatUsd, plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import type { ListedRun } from "./use-run-pages.ts";

interface DeleteDialogProps {
	runs: ListedRun[];
	onDeleted: () => void;
	onClose: () => void;
}

/** Asks before what was said in runs is deleted for good; what they cost stays. */
export function DeleteDialog({ runs, onDeleted, onClose }: DeleteDialogProps) {
	const utils = trpc.useUtils();
	const toast = useToast();
	const remove = trpc.testing.runs.delete.useMutation({
		onError: useProblemToast(),
		onSuccess: ({ deleted, keptCostUsd }) => {
			void utils.testing.invalidate();
			toast({ message: `${plural(deleted, "test")} deleted. ${formatUsd(keptCostUsd)} of known cost still counts.` });
			onDeleted();
		},
	});
	const others = runs.filter(({ isOwn }) => !isOwn).length;
	const what = runs.length === 1 ? "this test" : plural(runs.length, "test");
	return (
		<ConfirmDialog
			open
			title={`Delete ${what}?`}
			confirmLabel="Delete for good"
			pending={remove.isPending}
			onConfirm={() => remove.mutate({ runIds: runs.map(({ runId }) => runId) })}
			onClose={onClose}
		>
			<Typography variant="body2">
				Prompt, images and answer are deleted for good, and a link to it ends. Tokens and cost stay: they were spent.
			</Typography>
			{others > 0 && (
				<Typography variant="body2" sx={{ mt: 1 }}>
					{others === 1 ? "One is" : `${others} are`} somebody else’s: the audit will say that you deleted it.
				</Typography>
			)}
		</ConfirmDialog>
	);
}
