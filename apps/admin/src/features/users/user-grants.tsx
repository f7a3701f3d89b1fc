import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { ErrorState } from "@/components/error-state.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatClock, formatCount } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

/** What is open to a person for a while, beyond the tier. */
export function UserGrants({ userId }: { userId: string }) {
	const grants = trpc.access.grants.list.useQuery({});
	if (grants.isError) return <ErrorState error={grants.error} onRetry={() => void grants.refetch()} />;
	if (!grants.data) return <Skeleton height={44} />;
	const mine = grants.data.filter((grant) => grant.userId === userId);
	if (mine.length === 0) {
		return (
			<Typography variant="body2" color="textSecondary">
				Nothing beyond the tier.
			</Typography>
		);
	}
	return (
		<Stack sx={{ gap: 1 }}>
			{mine.map((grant) => (
				<TwoLines
					key={grant.id}
					first={<code>{grant.modelPattern}</code>}
					second={`until ${formatClock(grant.expiresAt)} · ${formatCount(grant.usedRequests)}${grant.maxRequests === null ? "" : ` of ${formatCount(grant.maxRequests)}`} runs`}
				/>
			))}
		</Stack>
	);
}
