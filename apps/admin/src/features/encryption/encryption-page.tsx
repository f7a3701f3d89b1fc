import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { KeyringTable } from "./keyring-table.tsx";
import { ReencryptPanel } from "./reencrypt-panel.tsx";

export default function EncryptionPage() {
	const keyring = trpc.keys.keyring.useQuery();
	const { data } = keyring;
	const total = data?.savedKeys.reduce((sum, { secrets }) => sum + secrets, 0) ?? 0;
	const states = { ok: "all readable", degraded: "some cannot be read", failed: "none can be read" };
	return (
		<PageContainer
			title="Encryption"
			truth={data ? `${plural(total, "saved key")} · ${states[data.state]}` : <Skeleton width={200} />}
			narrow
		>
			<Stack sx={{ gap: 2 }}>
				{keyring.isError && <ErrorState error={keyring.error} onRetry={() => void keyring.refetch()} />}
				{keyring.isPending && <Skeleton variant="rounded" height={160} />}
				{data && (
					<Paper variant="outlined" sx={{ p: 2 }}>
						<KeyringTable keyring={data} />
					</Paper>
				)}
				<Paper variant="outlined" sx={{ p: 2 }}>
					<ReencryptPanel />
				</Paper>
			</Stack>
		</PageContainer>
	);
}
