import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { SideSheet } from "@/components/side-sheet.tsx";
import { trpc } from "@/lib/trpc.ts";
import { usePatience } from "@/lib/use-patience.ts";
import { ChangeInboxNotice } from "./change-inbox-notice.tsx";
import { type ModelDetail, ModelFacts } from "./model-facts.tsx";
import { type PendingChange, usePendingChanges } from "./use-pending-changes.ts";

/** Longer than this a model does not wait for what is uncertain about it, ms. */
const patience = 400;

/** One model beside the list, at an address of its own. */
export default function ModelSheet({ modelId, onClose }: { modelId: string | null; onClose: () => void }) {
	// While the sheet slides out it still shows what it showed.
	const model = trpc.catalog.byId.useQuery(
		{ id: modelId ?? "-" },
		{ enabled: modelId !== null, placeholderData: modelId === null ? keepPreviousData : undefined },
	);
	// They stand above the price: asked for together, so that they push nothing down that was already read.
	const { changes, isFirst } = usePendingChanges(modelId);
	const isPatient = usePatience(modelId, patience);
	const isAsking = model.isPending || (isFirst && isPatient);
	return (
		<SideSheet label={model.data?.displayName ?? "Model"} width={880} open={modelId !== null} onClose={onClose}>
			{model.isError && (
				<Box sx={{ p: 3, pt: 7 }}>
					<ErrorState error={model.error} onRetry={() => void model.refetch()} />
				</Box>
			)}
			{isAsking && !model.isError && modelId !== null && <SheetSkeleton />}
			{model.data && !isAsking && <ModelPage key={model.data.id} model={model.data} changes={changes} />}
		</SideSheet>
	);
}

/** What comes to be uncertain while the page is read stands below it, where it moves nothing. */
function ModelPage({ model, changes }: { model: ModelDetail; changes: PendingChange[] }) {
	const [firstIds] = useState(() => changes.map(({ id }) => id));
	const first = changes.filter(({ id }) => firstIds.includes(id));
	const late = changes.filter(({ id }) => !firstIds.includes(id));
	return (
		<>
			<ModelFacts model={model} changes={first} />
			{late.length > 0 && (
				<Box
					component="section"
					aria-label="New on this model"
					sx={{
						flexShrink: 0,
						maxHeight: "40%",
						overflowY: "auto",
						px: { xs: 2, sm: 3 },
						pt: 1,
						borderTop: 1,
						borderColor: "divider",
					}}
				>
					<ChangeInboxNotice changes={late} />
				</Box>
			)}
		</>
	);
}

const SheetSkeleton = () => (
	<Stack sx={{ p: 3, gap: 1.5 }} aria-busy>
		<Skeleton width="50%" height={28} />
		<Skeleton width="70%" />
		<Skeleton variant="rounded" height={36} width={160} />
		{["a", "b", "c", "d", "e", "f"].map((row) => (
			<Skeleton key={row} variant="rounded" height={40} />
		))}
	</Stack>
);
