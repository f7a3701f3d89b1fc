import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { useRef } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { trpc } from "@/lib/trpc.ts";
import { EventFacts, type Narrowing } from "./event-facts.tsx";
import type { AuditEvent } from "./use-audit-pages.ts";

interface EventSheetProps {
	seq: number | null;
	/** The event, where the list has it already. */
	loaded: AuditEvent | undefined;
	onClose: () => void;
	onNarrow: (narrowing: Narrowing) => void;
}

/** One event beside the list. */
export default function EventSheet({ seq, loaded, onClose, onNarrow }: EventSheetProps) {
	const query = trpc.audit.byId.useQuery(
		{ seq: seq ?? 1 },
		{ enabled: seq !== null && !loaded, staleTime: Number.POSITIVE_INFINITY },
	);
	const found = seq === null ? undefined : (loaded ?? query.data);
	// While the sheet slides out it still shows what it showed.
	const shown = useRef<AuditEvent>(undefined);
	if (found) shown.current = found;
	const event = seq === null ? shown.current : found;
	return (
		<Drawer
			anchor="right"
			open={seq !== null}
			onClose={onClose}
			slotProps={{
				backdrop: { invisible: true },
				paper: {
					role: "dialog",
					"aria-label": `Event ${seq ?? event?.seq ?? ""}`,
					sx: { width: 600, maxWidth: "100vw" },
				},
			}}
		>
			<Box sx={{ position: "absolute", top: 12, right: 12, zIndex: 1 }}>
				<IconButton aria-label="Close" onClick={onClose}>
					<CloseIcon fontSize="small" />
				</IconButton>
			</Box>
			{query.isError && !event && (
				<Box sx={{ p: 3, pt: 7 }}>
					<ErrorState error={query.error} onRetry={() => void query.refetch()} />
				</Box>
			)}
			{seq !== null && !event && !query.isError && (
				<Stack sx={{ p: 3, gap: 1.5 }} aria-busy>
					<Skeleton width="60%" height={28} />
					{["a", "b", "c", "d", "e", "f"].map((row) => (
						<Skeleton key={row} variant="rounded" height={32} />
					))}
				</Stack>
			)}
			{event && <EventFacts event={event} onNarrow={onNarrow} />}
		</Drawer>
	);
}
