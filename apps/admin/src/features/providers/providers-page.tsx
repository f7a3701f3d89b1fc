import { providerTypes } from "@llm-hub/api/schemas";
import AddIcon from "@mui/icons-material/Add";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { trpc } from "@/lib/trpc.ts";
import { useCatalogSync } from "@/lib/use-catalog-sync.ts";
import { groupKeys } from "./group-keys.ts";
import { cardHeight, ProviderCard } from "./provider-card.tsx";
import { ProvidersTruth } from "./providers-truth.tsx";
import { ReminderLine } from "./reminder-line.tsx";
import { useKeyDialogs } from "./use-key-dialogs.tsx";

const grid = {
	display: "grid",
	gap: 2,
	gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 360px), 1fr))",
} as const;

export default function ProvidersPage() {
	const keys = trpc.keys.list.useQuery();
	const info = trpc.keys.info.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
	const sync = useCatalogSync();
	const { on, dialogs } = useKeyDialogs(keys.data?.providers, info.data?.providers);
	const failed = keys.error ?? info.error;
	const isLoading = (keys.isPending || info.isPending) && !failed;

	return (
		<PageContainer
			title="Providers"
			truth={failed ? "" : <ProvidersTruth keys={keys.data?.providers} />}
			action={
				<Button variant="outlined" color="inherit" startIcon={<AddIcon />} onClick={() => on.add("custom")}>
					Custom endpoint
				</Button>
			}
		>
			{failed && (
				<ErrorState
					error={failed}
					onRetry={() => {
						void keys.refetch();
						void info.refetch();
					}}
				/>
			)}
			<Box sx={grid}>
				{isLoading && providerTypes.map((type) => <Skeleton key={type} variant="rounded" height={cardHeight} />)}
				{keys.data &&
					info.data &&
					groupKeys(keys.data.providers, info.data.providers).map((group) => (
						<ProviderCard key={group.keys[0].id} group={group} sync={sync} on={on} />
					))}
			</Box>
			{keys.data && <ReminderLine days={keys.data.reminderDays} />}
			{dialogs}
		</PageContainer>
	);
}
