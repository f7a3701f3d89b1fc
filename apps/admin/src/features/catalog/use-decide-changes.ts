import { useState } from "react";
import { useProblemToast } from "@/components/toast.tsx";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

/** Accepts and dismisses changes, and knows the way back from the last decision; under way until the list shows it. */
export function useDecideChanges() {
	const utils = trpc.useUtils();
	const onProblem = useProblemToast();
	const [last, setLast] = useState<{ ids: number[]; message: string } | null>(null);
	const showNow = () => utils.catalog.invalidate();
	const onError = (error: unknown) => {
		onProblem(error);
		void utils.catalog.changes.invalidate();
	};
	const options = (word: string) => ({
		onSuccess: async ({ decided }: { decided: number }, { ids }: { ids: number[] }) => {
			setLast({ ids, message: `${plural(decided, "change")} ${word}.` });
			await showNow();
		},
		onError,
	});
	const accept = trpc.catalog.changes.accept.useMutation(options("accepted"));
	const dismiss = trpc.catalog.changes.dismiss.useMutation(options("dismissed"));
	const reopen = trpc.catalog.changes.reopen.useMutation({
		onSuccess: async () => {
			setLast(null);
			await showNow();
		},
		onError,
	});
	return {
		accept: (ids: number[]) => accept.mutate({ ids }),
		dismiss: (ids: number[]) => dismiss.mutate({ ids }),
		/** In words what was decided last, and how to take it back. */
		last: last && { message: last.message, undo: () => reopen.mutate({ ids: last.ids }) },
		isDeciding: accept.isPending || dismiss.isPending || reopen.isPending,
	};
}
