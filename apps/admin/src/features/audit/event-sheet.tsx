import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { useRef } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { SideSheet } from "@/components/side-sheet.tsx";
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
		<SideSheet label={`Event ${seq ?? event?.seq ?? ""}`} width={600} open={seq !== null} onClose={onClose}>
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
		</SideSheet>
	);
}
