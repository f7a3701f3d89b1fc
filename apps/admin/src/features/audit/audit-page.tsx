import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { ExportButton } from "@/components/export-button.tsx";
import { NothingFits } from "@/components/nothing-fits.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { trpc } from "@/lib/trpc.ts";
import { AuditTruth } from "./audit-truth.tsx";
import { EventTable } from "./event-table.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { NewerEvents } from "./newer-events.tsx";
import { ProofReport } from "./proof-report.tsx";
import { useAuditPages } from "./use-audit-pages.ts";
import { useAuditView } from "./use-audit-view.ts";
import { useVerify } from "./use-verify.ts";

const EventSheet = lazy(() => import("./event-sheet.tsx"));

export default function AuditPage() {
	const audit = useAuditView();
	const { view, setView, filters, isFiltered, clear } = audit;
	const pages = useAuditPages(useDeferredValue(filters));
	const status = trpc.audit.status.useQuery(undefined, { refetchInterval: 30_000 });
	const utils = trpc.useUtils();
	const verify = useVerify();
	const [hasSheet, setHasSheet] = useState(false);
	if (view.event !== null && !hasSheet) setHasSheet(true);
	const isEmpty = !pages.isPending && !pages.error && pages.events.length === 0;
	return (
		<PageContainer
			title="Audit"
			truth={<AuditTruth status={status.data} />}
			action={
				<Stack direction="row" sx={{ gap: 1 }}>
					<ExportButton
						name="audit"
						what={isFiltered ? "what is filtered" : "everything"}
						source={(format, signal) => utils.client.audit.export.mutate({ ...filters, format }, { signal })}
					/>
					<Button variant="outlined" onClick={verify.start} loading={verify.state.running}>
						Verify now
					</Button>
				</Stack>
			}
			fill
		>
			<ProofReport {...verify} kept={status.data?.proof ?? null} onOpen={(seq) => void setView({ event: seq })} />
			<FilterBar {...audit} />
			{pages.error ? (
				<ErrorState error={pages.error} onRetry={pages.retry} />
			) : isEmpty ? (
				isFiltered ? (
					<NothingFits title="No event fits" onClear={clear}>
						Take a filter away, or widen the time.
					</NothingFits>
				) : (
					<EmptyState title="Nothing has happened yet">
						Sign-ins and every change to keys, access, users and prices will stand here.
					</EmptyState>
				)
			) : (
				<>
					<NewerEvents {...pages} />
					<EventTable pages={pages} openSeq={view.event} addressOf={audit.addressOf} />
				</>
			)}
			{hasSheet && (
				<Suspense fallback={null}>
					<EventSheet
						seq={view.event}
						loaded={pages.events.find(({ seq }) => seq === view.event)}
						onClose={() => void setView({ event: null })}
						onNarrow={(narrowed) =>
							void setView({
								q: null,
								who: null,
								target: null,
								action: null,
								from: null,
								to: null,
								event: null,
								...narrowed,
							})
						}
					/>
				</Suspense>
			)}
		</PageContainer>
	);
}
