import { useProblemToast, useToast } from "@/components/toast.tsx";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

/** Says what was done to the catalog and offers the way back, which says when it is no longer open. */
export function useUndoable() {
	const utils = trpc.useUtils();
	const toast = useToast();
	const onProblem = useProblemToast();
	const undo = trpc.catalog.bulk.undo.useMutation({
		onSuccess: async () => {
			toast({ message: "It is as it was before." });
			await utils.catalog.invalidate();
		},
		onError: onProblem,
	});
	return async (message: string, undoId: string | null) => {
		toast({ message, ...(undoId !== null && { undo: () => undo.mutate({ undoId }) }) });
		await utils.catalog.invalidate();
	};
}

/** Enables or disables many models at once. */
export function useBulkEnable(onDone: () => void) {
	const tell = useUndoable();
	const onError = useProblemToast();
	return trpc.catalog.setEnabled.useMutation({
		onSuccess: async ({ changed, undoId }, { enabled }) => {
			onDone();
			await tell(`${plural(changed, "model")} ${enabled ? "enabled" : "disabled"}.`, undoId);
		},
		onError,
	});
}
