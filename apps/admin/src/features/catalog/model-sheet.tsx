import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { keepPreviousData } from "@tanstack/react-query";
import { ErrorState } from "@/components/error-state.tsx";
import { SideSheet } from "@/components/side-sheet.tsx";
import { trpc } from "@/lib/trpc.ts";
import { ModelFacts } from "./model-facts.tsx";
import { usePendingChanges } from "./use-pending-changes.ts";

/** One model beside the list, at an address of its own. */
export default function ModelSheet({ modelId, onClose }: { modelId: string | null; onClose: () => void }) {
	// While the sheet slides out it still shows what it showed.
	const model = trpc.catalog.byId.useQuery(
		{ id: modelId ?? "-" },
		{ enabled: modelId !== null, placeholderData: modelId === null ? keepPreviousData : undefined },
	);
	// They stand above the price: asked for together, so that they push nothing down that was already read.
	const { changes, isFirst } = usePendingChanges(modelId);
	const isAsking = model.isPending || isFirst;
	return (
		<SideSheet label={model.data?.displayName ?? "Model"} width={880} open={modelId !== null} onClose={onClose}>
			{model.isError && (
				<Box sx={{ p: 3, pt: 7 }}>
					<ErrorState error={model.error} onRetry={() => void model.refetch()} />
				</Box>
			)}
			{isAsking && !model.isError && modelId !== null && <SheetSkeleton />}
			{model.data && !isAsking && <ModelFacts model={model.data} changes={changes} />}
		</SideSheet>
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
