import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { ProviderKey } from "./types.ts";

/** Asks before a key is gone; says what serves the provider then. */
export function DeleteKeyDialog({ target, onClose }: { target: ProviderKey | null; onClose: () => void }) {
	const toast = useToast();
	const utils = trpc.useUtils();
	const remove = trpc.keys.delete.useMutation({
		onError: useProblemToast(),
		onSuccess: ({ message }) => {
			toast({ message });
			void utils.keys.list.invalidate();
			void utils.catalog.invalidate();
			onClose();
		},
	});
	return (
		<ConfirmDialog
			open={target !== null}
			title={`Delete the key of ${target?.name ?? ""}?`}
			confirmLabel="Delete key"
			pending={remove.isPending}
			onConfirm={() => target && remove.mutate({ providerId: target.id })}
			onClose={onClose}
		>
			The saved key is gone for good; it cannot be shown or brought back. Tests on its models fail unless another key or
			the environment takes its place.
		</ConfirmDialog>
	);
}
