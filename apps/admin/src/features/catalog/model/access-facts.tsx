import type { RouterOutputs } from "@llm-hub/api/types";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Link as RouterLink } from "react-router";
import { DataTable } from "@/components/data-table.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatCount, formatDate, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { trpc } from "@/lib/trpc.ts";

type Who = RouterOutputs["access"]["whoMayUse"];
type TierRow = Who["tiers"][number];

/** For admins: which tiers may use the model by which rule, which grants open it, and who waits. */
export function AccessFacts({ modelId }: { modelId: string }) {
	const who = trpc.access.whoMayUse.useQuery({ modelId });
	if (who.isError) return <ErrorState error={who.error} onRetry={() => void who.refetch()} />;
	if (who.isPending) return <Skeleton variant="rounded" height={220} />;
	const { tiers, grants, requests, isEnabled } = who.data;
	return (
		<Stack sx={{ gap: 1.5 }}>
			{!isEnabled && (
				<Alert severity="info" variant="outlined">
					Nobody may use it now, for it is disabled or retired. The rules below count once it is enabled.
				</Alert>
			)}
			<DataTable
				label="Tiers"
				rows={tiers}
				keyOf={({ tierCode }) => tierCode}
				empty={null}
				columns={[
					{ label: "Tier", cell: ({ name }) => name },
					{ label: "May use it", cell: verdict },
					{ label: "Decided by", cell: ruleOf },
					{ label: "Limits for each person", cell: limitsOf },
					{ label: "People", numeric: true, cell: ({ people }) => formatCount(people) },
				]}
				narrow={(tier) => (
					<TwoLines
						first={tier.name}
						second={[ruleOf(tier), limitsOf(tier), plural(tier.people, "person", "people")].join(" · ")}
						end={verdict(tier)}
					/>
				)}
			/>
			{grants.length > 0 && (
				<Box component="ul" aria-label="Grants" sx={{ m: 0, pl: 2.5, fontSize: 13 }}>
					{grants.map((grant) => (
						<li key={grant.id}>{grantWords(grant)}</li>
					))}
				</Box>
			)}
			{requests.length > 0 && (
				<Typography variant="body2">
					{requests.map(({ userEmail }) => userEmail).join(", ")} {requests.length === 1 ? "waits" : "wait"} for an
					answer:{" "}
					<Link component={RouterLink} underline="always" to={paths.accessRequests}>
						open the requests
					</Link>
					.
				</Typography>
			)}
			<Typography variant="body2" color="textSecondary">
				{grants.length === 0 && "No open grant names it. "}Viewers are not counted: they never spend.{" "}
				<Link component={RouterLink} underline="always" to={paths.access}>
					Change the rules
				</Link>
			</Typography>
		</Stack>
	);
}

const verdict = ({ allowed }: TierRow) => (
	<StatusWord look={allowed ? "good" : "off"}>{allowed ? "yes" : "no"}</StatusWord>
);

const ruleOf = ({ rule }: TierRow) => (rule === null ? "no rule names it" : `rule ${rule}`);

function limitsOf({ allowed, maxRequestsPerDay, maxContextLength, testsPerMonth }: TierRow): string {
	if (!allowed) return "–";
	const limits = [
		maxRequestsPerDay !== null && `${plural(maxRequestsPerDay, "run")} a day`,
		testsPerMonth !== null && `${formatCount(testsPerMonth)} a month in all`,
		maxContextLength !== null && `${formatCount(maxContextLength)} tokens a run`,
	].filter((limit) => limit !== false);
	return limits.length === 0 ? "unlimited" : limits.join(" · ");
}

const grantWords = ({ userEmail, modelPattern, maxRequests, usedRequests, expiresAt }: Who["grants"][number]) =>
	`${userEmail} by a grant for ${modelPattern} until ${formatDate(expiresAt)}, ${
		maxRequests === null
			? `${plural(usedRequests, "run")} so far`
			: `${formatCount(usedRequests)} of ${plural(maxRequests, "run")} used`
	}`;
