import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { Token } from "./token-columns.tsx";

/** Ends a token at once, everywhere. */
export function RevokeDialog({ token, onClose }: { token: Token | null; onClose: () => void }) {
	const toast = useToast();
	const onError = useProblemToast();
	const utils = trpc.useUtils();
	const revoke = trpc.access.tokens.revoke.useMutation({
		onError,
		onSuccess: () => toast({ message: `${token?.name} is revoked.` }),
		onSettled: () => {
			onClose();
			return utils.access.tokens.invalidate();
		},
	});
	return (
		<ConfirmDialog
			open={token !== null}
			title={`Revoke ${token?.name ?? ""}?`}
			confirmLabel="Revoke token"
			pending={revoke.isPending}
			onConfirm={() => token && revoke.mutate({ tokenId: token.id })}
			onClose={onClose}
		>
			Programs that use it are refused from their next call on, and streams that it opened end now. It cannot be taken
			back.
		</ConfirmDialog>
	);
}
