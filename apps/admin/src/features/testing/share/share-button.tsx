import LinkIcon from "@mui/icons-material/Link";
import Button from "@mui/material/Button";
import { lazy, Suspense, useState } from "react";
import { trpc } from "@/lib/trpc.ts";

const ShareDialog = lazy(() => import("./share-dialog.tsx"));

export type ShareTarget = { groupId: string } | { runId: string };

/** Says whether a test of one's own has an open link, and leads to making and ending it. */
export function ShareButton({ target }: { target: ShareTarget }) {
	const [open, setOpen] = useState(false);
	const state = trpc.testing.shares.of.useQuery(target);
	return (
		<>
			<Button color="inherit" startIcon={<LinkIcon />} aria-haspopup="dialog" onClick={() => setOpen(true)}>
				{state.data?.share ? "Shared" : "Share"}
			</Button>
			{open && (
				<Suspense fallback={null}>
					<ShareDialog target={target} onClose={() => setOpen(false)} />
				</Suspense>
			)}
		</>
	);
}
