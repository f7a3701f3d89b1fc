import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import List from "@mui/material/List";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { SessionRow } from "@/components/session-row.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { plural } from "@/lib/format.ts";
import { useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import type { User } from "./user-columns.tsx";

/** A person's open sessions, each with its end, or the end of all. */
export function UserSessions({ user }: { user: User }) {
	const userId = user.id;
	const [confirming, setConfirming] = useState(false);
	const toast = useToast();
	const onError = useProblemToast();
	const utils = trpc.useUtils();
	const sessionChanged = useSessionChanged();
	const sessions = trpc.access.users.sessions.list.useQuery({ userId });
	const isOwn = sessions.data?.some(({ current }) => current) ?? false;
	const refresh = () => Promise.all([utils.access.users.invalidate(), utils.auth.sessions.list.invalidate()]);
	const revoke = trpc.access.users.sessions.revoke.useMutation({ onError, onSettled: refresh });
	const revokeAll = trpc.access.users.sessions.revokeAll.useMutation({
		onError,
		onSuccess: ({ ended }) => toast({ message: `${plural(ended, "session")} of ${user.name} ended.` }),
		onSettled: () => {
			setConfirming(false);
			return isOwn ? sessionChanged() : refresh();
		},
	});
	if (sessions.isError) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
	if (!sessions.data) return <Skeleton variant="rounded" height={56} />;
	if (sessions.data.length === 0) {
		return (
			<Typography variant="body2" color="textSecondary">
				Nowhere.
			</Typography>
		);
	}
	return (
		<>
			<List disablePadding aria-label={`Sessions of ${user.name}`}>
				{sessions.data.map((session) => (
					<SessionRow
						key={session.id}
						session={session}
						pending={revoke.isPending && revoke.variables.id === session.id}
						onEnd={() => revoke.mutate({ userId, id: session.id })}
					/>
				))}
			</List>
			<Box sx={{ mt: 1 }}>
				<Button color="error" variant="outlined" onClick={() => setConfirming(true)}>
					Sign out everywhere
				</Button>
			</Box>
			<ConfirmDialog
				open={confirming}
				title={`Sign ${user.name} out everywhere?`}
				confirmLabel="End all sessions"
				pending={revokeAll.isPending}
				onConfirm={() => revokeAll.mutate({ userId })}
				onClose={() => setConfirming(false)}
			>
				All sessions of {user.email} end now{isOwn ? ", yours here too" : ""}. API tokens go on, and {user.name} may
				sign in again: to keep somebody out, disable them.
			</ConfirmDialog>
		</>
	);
}
