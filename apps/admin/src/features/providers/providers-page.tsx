import { providerTypes } from "@llm-hub/api/schemas";
import AddIcon from "@mui/icons-material/Add";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { trpc } from "@/lib/trpc.ts";
import { DeleteKeyDialog } from "./delete-key-dialog.tsx";
import { ProviderCard } from "./provider-card.tsx";
import { ProvidersTruth } from "./providers-truth.tsx";
import type { KeyTarget, ProviderKey } from "./types.ts";

const KeyDialog = lazy(() => import("./key-dialog.tsx"));

const grid = {
	display: "grid",
	gap: 2,
	gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 360px), 1fr))",
} as const;

export default function ProvidersPage() {
	const keys = trpc.keys.list.useQuery();
	const info = trpc.keys.info.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
	// A link elsewhere may ask for a provider's dialog.
	const [adding, setAdding] = useQueryState("add", parseAsStringLiteral(providerTypes));
	const [replacing, setReplacing] = useState<ProviderKey | null>(null);
	const [deleting, setDeleting] = useState<ProviderKey | null>(null);
	const factsOf = (type: string | undefined) => info.data?.providers.find(({ providerType }) => providerType === type);
	const facts = factsOf(replacing?.providerType ?? adding ?? undefined);
	const target: KeyTarget | null = facts ? { facts, saved: replacing } : null;
	const close = () => {
		setReplacing(null);
		void setAdding(null);
	};
	const failed = keys.error ?? info.error;

	return (
		<PageContainer
			title="Providers"
			truth={<ProvidersTruth keys={keys.data?.providers} />}
			action={
				<Button variant="outlined" color="inherit" startIcon={<AddIcon />} onClick={() => void setAdding("custom")}>
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
				{(keys.isPending || info.isPending) &&
					!failed &&
					providerTypes.map((type) => <Skeleton key={type} variant="rounded" height={168} />)}
				{keys.data?.providers.map((providerKey) => {
					const cardFacts = factsOf(providerKey.providerType);
					return (
						cardFacts && (
							<ProviderCard
								key={providerKey.id}
								providerKey={providerKey}
								facts={cardFacts}
								onEdit={() =>
									providerKey.keySource === "database"
										? setReplacing(providerKey)
										: void setAdding(providerKey.providerType)
								}
								onAddAnother={() => void setAdding(providerKey.providerType)}
								onDelete={() => setDeleting(providerKey)}
							/>
						)
					);
				})}
			</Box>
			<Suspense fallback={null}>
				<KeyDialog target={target} onClose={close} />
			</Suspense>
			<DeleteKeyDialog target={deleting} onClose={() => setDeleting(null)} />
		</PageContainer>
	);
}
