import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { FilterSelect } from "@/components/filter-select.tsx";
import { formatCount, formatDate, formatTime } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { type Change, topicNames, topicOf } from "./change-groups.ts";
import { ChangeInboxRow } from "./change-inbox-row.tsx";

const states = ["applied", "accepted", "dismissed"] as const;
type PastState = (typeof states)[number];
const stateOptions = [
	{ value: "applied", label: "Applied by syncs" },
	{ value: "accepted", label: "Accepted" },
	{ value: "dismissed", label: "Dismissed" },
] as const satisfies { value: PastState; label: string }[];

const pageSize = 50;
/** The most that one answer holds. */
const most = 500;

const momentOf = ({ decidedAt, detectedAt }: Change) => decidedAt ?? detectedAt;

function noteOf(change: Change): string {
	const { state, decidedBy } = change;
	const who = decidedBy ? `by ${decidedBy}` : state === "dismissed" && "the sources no longer say so";
	return [topicNames[topicOf(change)].toLowerCase(), formatTime(momentOf(change)), who].filter(Boolean).join(" · ");
}

function byDate(changes: readonly Change[]): Map<string, Change[]> {
	const dates = new Map<string, Change[]>();
	for (const change of changes) {
		const date = formatDate(momentOf(change));
		dates.set(date, [...(dates.get(date) ?? []), change]);
	}
	return dates;
}

/** What no longer waits, newest first, by date. */
export function ChangeInboxHistory() {
	const [state, setState] = useState<PastState>("applied");
	const [limit, setLimit] = useState(pageSize);
	const past = trpc.catalog.changes.list.useQuery({ state, limit, offset: 0 }, { placeholderData: keepPreviousData });
	const { changes = [], total = 0 } = past.data ?? {};
	return (
		<Stack component="section" aria-label="Earlier changes" sx={{ gap: 1.5 }} aria-busy={past.isFetching}>
			<Stack direction="row" sx={{ alignItems: "center", gap: 1 }}>
				<Typography variant="h3" sx={{ flex: 1 }}>
					Earlier
				</Typography>
				<FilterSelect
					label="Show"
					value={state}
					required
					options={[...stateOptions]}
					onChange={(value) => {
						setState(value ?? "applied");
						setLimit(pageSize);
					}}
				/>
			</Stack>
			{past.isError && <ErrorState error={past.error} onRetry={() => void past.refetch()} />}
			{past.isPending && <Skeleton variant="rounded" height={160} />}
			{past.data && total === 0 && (
				<Typography variant="body2" color="textSecondary">
					None yet.
				</Typography>
			)}
			{[...byDate(changes)].map(([date, ofDate]) => (
				<Box key={date} sx={{ opacity: past.isPlaceholderData ? 0.6 : 1 }}>
					<Typography variant="overline" component="h4" color="textSecondary">
						{date}
					</Typography>
					<Box component="ul" aria-label={date} sx={{ listStyle: "none", m: 0, p: 0 }}>
						{ofDate.map((change) => (
							<ChangeInboxRow key={change.id} change={change} note={noteOf(change)} />
						))}
					</Box>
				</Box>
			))}
			{changes.length < total && limit < most && (
				<Button
					color="inherit"
					loading={past.isPlaceholderData}
					onClick={() => setLimit(Math.min(most, limit + pageSize * 3))}
				>
					Show more of {formatCount(total)}
				</Button>
			)}
		</Stack>
	);
}
