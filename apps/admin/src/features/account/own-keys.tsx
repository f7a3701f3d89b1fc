import type { RouterOutputs } from "@llm-hub/api/types";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { lazy, Suspense, useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import { OwnKeyRow } from "./own-key-row.tsx";

const OwnKeyDialog = lazy(() => import("./own-key-dialog.tsx"));

export type OwnProvider = RouterOutputs["keys"]["own"]["list"]["providers"][number];

/** The keys that a person brought: they pay for that person's runs. */
export function OwnKeys() {
	const keys = trpc.keys.own.list.useQuery();
	const utils = trpc.useUtils();
	const toast = useToast();
	const [entering, setEntering] = useState<OwnProvider | null>(null);
	const [removing, setRemoving] = useState<OwnProvider | null>(null);
	const [showsAll, setShowsAll] = useState(false);
	const remove = trpc.keys.own.delete.useMutation({
		onError: useProblemToast(),
		onSuccess: () => {
			toast({
				message: `Your key of ${removing?.displayName ?? "the provider"} is removed. The company's pays again.`,
			});
			setRemoving(null);
			void utils.keys.own.list.invalidate();
		},
	});
	const providers = keys.data?.providers ?? [];
	const saved = providers.filter((provider) => provider.saved !== null);
	const shown = showsAll || saved.length === 0 ? providers : saved;
	return (
		<Stack component="section" aria-labelledby="own-keys" sx={{ gap: 1 }}>
			<Typography variant="h2" id="own-keys">
				Your provider keys
			</Typography>
			<Typography variant="body2" color="textSecondary">
				A key of yours pays for your runs and those of your API tokens, before the company's and instead of it. Nobody
				else sees or uses it. Rules and request quotas hold as ever; what it costs counts against no company budget.
			</Typography>
			{keys.isError && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
			{keys.isPending && <Skeleton variant="rounded" height={8 * 49} />}
			<Stack component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
				{shown.map((provider) => (
					<OwnKeyRow
						key={provider.providerType}
						provider={provider}
						onEnter={() => setEntering(provider)}
						onRemove={() => setRemoving(provider)}
					/>
				))}
			</Stack>
			{shown.length < providers.length && (
				<Button color="inherit" onClick={() => setShowsAll(true)} sx={{ alignSelf: "flex-start" }}>
					Add a key of another provider
				</Button>
			)}
			{entering && (
				<Suspense fallback={null}>
					<OwnKeyDialog provider={entering} onClose={() => setEntering(null)} />
				</Suspense>
			)}
			<ConfirmDialog
				open={removing !== null}
				title={`Remove your key of ${removing?.displayName ?? ""}?`}
				confirmLabel="Remove key"
				pending={remove.isPending}
				onConfirm={() => removing && remove.mutate({ providerType: removing.providerType })}
				onClose={() => setRemoving(null)}
			>
				The saved key is gone for good. From your next run on the company's key pays, where there is one.
			</ConfirmDialog>
		</Stack>
	);
}
