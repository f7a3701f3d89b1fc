import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { ErrorState } from "@/components/error-state.tsx";
import { QuotaBar } from "@/components/quota-bar.tsx";
import { trpc } from "@/lib/trpc.ts";

/** My tier, and what is left of its quotas and budgets. */
export function MyQuotas() {
	const mine = trpc.access.mine.useQuery();
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Typography variant="h2">What you may use</Typography>
			{mine.isError && <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />}
			{mine.isPending && <Skeleton variant="rounded" height={88} />}
			{mine.data && (
				<>
					<Typography variant="body2" color="textSecondary">
						Your tier is {mine.data.tierName}. A run is refused once one of these is used up.
					</Typography>
					<Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { md: "1fr 1fr" }, columnGap: 4 }}>
						{mine.data.quotas.map((quota) => (
							<QuotaBar key={`${quota.name} ${quota.label}`} quota={quota} />
						))}
					</Box>
				</>
			)}
		</Stack>
	);
}
