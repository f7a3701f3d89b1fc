import CloseIcon from "@mui/icons-material/Close";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import { useId } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { trpc } from "@/lib/trpc.ts";
import { UserFacts } from "./user-facts.tsx";

/** One person beside the list, at a URL of its own. */
export function UserDrawer({ userId, onClose }: { userId: string | null; onClose: () => void }) {
	const titleId = useId();
	const user = trpc.access.users.byId.useQuery({ userId: userId ?? "" }, { enabled: userId !== null });
	return (
		<Drawer
			anchor="right"
			open={userId !== null}
			onClose={onClose}
			slotProps={{
				paper: { role: "dialog", "aria-labelledby": titleId, sx: { width: { xs: "100%", sm: 560 }, p: 3 } },
			}}
		>
			<IconButton aria-label="Close" onClick={onClose} sx={{ position: "absolute", right: 12, top: 12 }}>
				<CloseIcon fontSize="small" />
			</IconButton>
			{user.isError && <ErrorState error={user.error} onRetry={() => void user.refetch()} />}
			{user.isLoading && <Skeleton variant="rounded" height={320} />}
			{user.data && <UserFacts key={user.data.id} user={user.data} titleId={titleId} />}
		</Drawer>
	);
}
