import SyncIcon from "@mui/icons-material/Sync";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { parseAsBoolean, useQueryState } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { formatCount } from "@/lib/format.ts";
import type { CatalogSync } from "@/lib/use-catalog-sync.ts";

const CatalogSyncPanel = lazy(() => import("./catalog-sync-panel.tsx"));
const ChangeInbox = lazy(() => import("./change-inbox.tsx"));

/** For admins: what syncs bring, and starting one. */
export function CatalogSyncActions({ sync }: { sync: CatalogSync }) {
	const [inboxOpen, setInboxOpen] = useQueryState("changes", parseAsBoolean.withDefault(false));
	// Fetched when it is first opened; from then on it stays, so that it can slide out.
	const [hasInbox, setHasInbox] = useState(inboxOpen);
	if (inboxOpen && !hasInbox) setHasInbox(true);
	const openInbox = () => void setInboxOpen(true);
	const pending = sync.status?.pendingChanges ?? 0;
	return (
		<>
			<Stack direction="row" sx={{ gap: 1 }}>
				<Button variant="outlined" color="inherit" onClick={openInbox}>
					{pending > 0 ? `Changes (${formatCount(pending)})` : "Changes"}
				</Button>
				<Button
					variant="outlined"
					color="inherit"
					startIcon={<SyncIcon />}
					loading={sync.isStarting}
					loadingPosition="start"
					onClick={() => (sync.isRunning ? sync.show() : sync.start())}
				>
					{sync.isRunning ? "Syncing" : "Sync"}
				</Button>
			</Stack>
			{sync.isOpen && (
				<Suspense fallback={null}>
					<CatalogSyncPanel sync={sync} onReview={openInbox} />
				</Suspense>
			)}
			{hasInbox && (
				<Suspense fallback={null}>
					<ChangeInbox open={inboxOpen} onClose={() => void setInboxOpen(null)} />
				</Suspense>
			)}
		</>
	);
}
