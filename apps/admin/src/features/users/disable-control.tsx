import Button from "@mui/material/Button";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import type { User } from "./user-columns.tsx";

/** Shuts a person out at once, or lets them in again. */
export function DisableControl({ user }: { user: User }) {
	const [confirming, setConfirming] = useState(false);
	const toast = useToast();
	const onError = useProblemToast();
	const utils = trpc.useUtils();
	const update = trpc.access.users.update.useMutation({
		onError,
		onSuccess: ({ disabledAt }) =>
			toast({
				message: disabledAt
					? `${user.name} is disabled; sessions and tokens have ended.`
					: `${user.name} may sign in again.`,
			}),
		onSettled: () => {
			setConfirming(false);
			return utils.access.invalidate();
		},
	});
	const set = (disabled: boolean) => update.mutate({ userId: user.id, disabled });
	if (user.disabledAt) {
		return (
			<Button variant="outlined" onClick={() => set(false)} loading={update.isPending}>
				Enable
			</Button>
		);
	}
	return (
		<>
			<Button color="error" variant="outlined" onClick={() => setConfirming(true)}>
				Disable
			</Button>
			<ConfirmDialog
				open={confirming}
				title={`Disable ${user.name}?`}
				confirmLabel="Disable user"
				pending={update.isPending}
				onConfirm={() => set(true)}
				onClose={() => setConfirming(false)}
			>
				All sessions and API tokens of {user.email} end now, on every server. Enabling later brings neither back. Runs
				and usage stay.
			</ConfirmDialog>
		</>
	);
}
