import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { ErrorState } from "@/components/error-state.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatAgo, formatUsd } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

/** A person's tokens that still open something, and what each spent. */
export function UserTokens({ userId }: { userId: string }) {
	const tokens = trpc.access.tokens.list.useQuery({ userId });
	if (tokens.isError) return <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />;
	if (!tokens.data) return <Skeleton height={44} />;
	const active = tokens.data.filter(({ state }) => state === "active");
	if (active.length === 0) {
		return (
			<Typography variant="body2" color="textSecondary">
				No active tokens.
			</Typography>
		);
	}
	return (
		<Stack sx={{ gap: 1 }}>
			{active.map((token) => (
				<TwoLines
					key={token.id}
					first={token.name}
					second={`${token.scopes.join(", ")} · ${formatUsd(token.spentUsd)} · ${token.lastUsedAt ? `used ${formatAgo(token.lastUsedAt)}` : "never used"}`}
					end={<StatusWord look="good">active</StatusWord>}
				/>
			))}
		</Stack>
	);
}
