import Button from "@mui/material/Button";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { User } from "./user-columns.tsx";

/** Forgets who somebody is at the OpenID provider, for whom the account there was made anew. */
export function UnlinkSso({ user }: { user: User }) {
	const [confirming, setConfirming] = useState(false);
	const toast = useToast();
	const onError = useProblemToast();
	const utils = trpc.useUtils();
	const unlink = trpc.access.users.unlinkSso.useMutation({
		onError,
		onSuccess: () => toast({ message: `${user.name} is no longer linked to single sign-on.` }),
		onSettled: () => {
			setConfirming(false);
			return utils.access.users.invalidate();
		},
	});
	return (
		<>
			<Button variant="outlined" color="inherit" onClick={() => setConfirming(true)}>
				Unlink single sign-on
			</Button>
			<ConfirmDialog
				open={confirming}
				title={`Unlink ${user.name} from single sign-on?`}
				confirmLabel="Unlink"
				pending={unlink.isPending}
				onConfirm={() => unlink.mutate({ userId: user.id })}
				onClose={() => setConfirming(false)}
			>
				All sessions of {user.email} end now. Whoever signs in next at the provider with this address, verified there,
				is linked to this account. Role, tier, tokens and runs stay.
			</ConfirmDialog>
		</>
	);
}
