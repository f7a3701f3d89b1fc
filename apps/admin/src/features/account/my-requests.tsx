import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { ErrorState } from "@/components/error-state.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatAgo, formatClock } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";

const looks = { pending: "waiting", granted: "good", declined: "bad" } as const;

/** What I asked for and what was answered, and what is open to me for now. */
export function MyRequests() {
	const requests = trpc.access.requests.list.useQuery({ own: true });
	const mine = trpc.access.mine.useQuery();
	const grants = mine.data?.grants ?? [];
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Typography variant="h2">Access you asked for</Typography>
			{requests.isError && <ErrorState error={requests.error} onRetry={() => void requests.refetch()} />}
			{requests.isPending && <Skeleton variant="rounded" height={48} />}
			{requests.data?.length === 0 && grants.length === 0 && (
				<Typography variant="body2" color="textSecondary">
					Nothing yet. Where a model is not open to you, the catalog and the lab say why, and let you ask.
				</Typography>
			)}
			{grants.map((grant) => (
				<TwoLines
					key={grant.id}
					first={grant.modelPattern}
					second={`open until ${formatClock(grant.expiresAt)}${grant.maxRequests === null ? "" : ` · at most ${grant.maxRequests} runs`}`}
					end={<StatusWord look="good">open</StatusWord>}
				/>
			))}
			{requests.data?.map((request) => (
				<TwoLines
					key={request.id}
					first={
						<Link component={RouterLink} to={paths.model(request.modelId)}>
							{request.modelId}
						</Link>
					}
					second={
						request.answer ? `“${request.answer}”` : `asked ${formatAgo(request.createdAt)} · “${request.reason}”`
					}
					end={<StatusWord look={looks[request.state]}>{request.state}</StatusWord>}
				/>
			))}
		</Stack>
	);
}
