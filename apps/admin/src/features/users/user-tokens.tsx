import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { CreateTokenDialog } from "@/components/create-token-dialog.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatAgo, formatUsd } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import type { User } from "./user-columns.tsx";

/** A person's tokens that still open something, what each spent, and a way to make another. */
export function UserTokens({ user }: { user: User }) {
	const [creating, setCreating] = useState(false);
	const tokens = trpc.access.tokens.list.useQuery({ userId: user.id });
	if (tokens.isError) return <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />;
	if (!tokens.data) return <Skeleton height={44} />;
	const active = tokens.data.filter(({ state }) => state === "active");
	return (
		<Stack sx={{ gap: 1 }}>
			{active.length === 0 && (
				<Typography variant="body2" color="textSecondary">
					No active tokens.
				</Typography>
			)}
			{active.map((token) => (
				<TwoLines
					key={token.id}
					first={token.name}
					second={`${token.scopes.join(", ")} · ${formatUsd(token.spentUsd)} · ${token.lastUsedAt ? `used ${formatAgo(token.lastUsedAt)}` : "never used"}`}
					end={<StatusWord look="good">active</StatusWord>}
				/>
			))}
			{!user.disabledAt && (
				<Box>
					<Button variant="outlined" color="inherit" onClick={() => setCreating(true)}>
						Create token
					</Button>
				</Box>
			)}
			{creating && <CreateTokenDialog owner={user} onClose={() => setCreating(false)} />}
		</Stack>
	);
}
