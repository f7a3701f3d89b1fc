import Button from "@mui/material/Button";
import List from "@mui/material/List";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { SessionRow } from "@/components/session-row.tsx";
import { useProblemToast } from "@/components/toast.tsx";
import { useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";

/** Where this account is signed in, and how to end it, one by one or everywhere. */
export function SessionList() {
	const [confirming, setConfirming] = useState(false);
	const utils = trpc.useUtils();
	const sessionChanged = useSessionChanged();
	const onError = useProblemToast();
	const sessions = trpc.auth.sessions.list.useQuery();
	const revoke = trpc.auth.sessions.revoke.useMutation({
		onError,
		onSettled: () => utils.auth.sessions.list.invalidate(),
	});
	// Ends this session too; the gate then leads to sign-in.
	const revokeAll = trpc.auth.sessions.revokeAll.useMutation({ onError, onSuccess: sessionChanged });
	return (
		<Stack sx={{ gap: 1 }}>
			<Stack direction="row" sx={{ alignItems: "center", justifyContent: "space-between", gap: 1, flexWrap: "wrap" }}>
				<Typography variant="h2">Where you are signed in</Typography>
				<Button color="error" variant="outlined" onClick={() => setConfirming(true)} loading={revokeAll.isPending}>
					Sign out everywhere
				</Button>
			</Stack>
			{sessions.isError && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
			{sessions.isPending && <Skeleton variant="rounded" height={56} />}
			{sessions.data && (
				<List disablePadding>
					{sessions.data.map((session) => (
						<SessionRow
							key={session.id}
							session={session}
							pending={revoke.isPending && revoke.variables.id === session.id}
							onEnd={() => revoke.mutate({ id: session.id })}
						/>
					))}
				</List>
			)}
			<ConfirmDialog
				open={confirming}
				title="Sign out everywhere?"
				confirmLabel="Sign out everywhere"
				pending={revokeAll.isPending}
				onConfirm={() => revokeAll.mutate({ keepCurrent: false })}
				onClose={() => setConfirming(false)}
			>
				Every session of this account ends, on this device too. Tests under way go on and stay in the history.
			</ConfirmDialog>
		</Stack>
	);
}
