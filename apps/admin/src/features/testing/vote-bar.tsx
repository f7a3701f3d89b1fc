import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import { useProblemToast } from "@/components/toast.tsx";
import { trpc } from "@/lib/trpc.ts";
import { letterOf } from "./places.ts";
import type { Group } from "./use-group.ts";

interface VoteBarProps {
	group: Group;
	/** Answers are still on their way. */
	running: boolean;
}

/** With the gap below it, in pixels; the same before and after the vote, so that nothing jumps. */
export const voteBarHeight = 60;

/** Says which answer is best while nobody knows whose it is; after that, names and figures are shown. */
export function VoteBar({ group, running }: VoteBarProps) {
	const utils = trpc.useUtils();
	const cast = trpc.testing.votes.cast.useMutation({
		onError: useProblemToast(),
		onSuccess: (revealed) => {
			utils.testing.groups.byId.setData({ groupId: revealed.groupId }, revealed);
			void utils.testing.votes.leaderboard.invalidate();
		},
	});
	if (group.vote) return <Said vote={group.vote} />;
	const { groupId } = group;
	const waits = running || cast.isPending;
	return (
		<Paper
			component="section"
			variant="outlined"
			aria-label="Vote"
			sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, p: 1, pl: 2, mb: 1.5, minHeight: 48 }}
		>
			<Box component="span" sx={{ fontSize: 14, fontWeight: 600, mr: 1 }}>
				Which answer is best?
			</Box>
			{group.members.map(({ position, runId }) => (
				<Button
					key={position}
					variant="outlined"
					disabled={waits || runId === null}
					aria-label={`${letterOf(position)} is best`}
					onClick={() => cast.mutate({ groupId, verdict: "best", winner: position })}
					sx={{ minWidth: 44 }}
				>
					{letterOf(position)}
				</Button>
			))}
			<Button
				disabled={waits}
				color="inherit"
				variant="outlined"
				onClick={() => cast.mutate({ groupId, verdict: "tie" })}
			>
				Tie
			</Button>
			<Button
				disabled={waits}
				color="inherit"
				variant="outlined"
				onClick={() => cast.mutate({ groupId, verdict: "all_bad" })}
			>
				All bad
			</Button>
			<Box component="span" role="status" sx={{ flex: 1, fontSize: 13, color: "text.secondary" }}>
				{running ? "Vote when every answer has ended." : ""}
			</Box>
			<Button disabled={waits} color="inherit" onClick={() => cast.mutate({ groupId, verdict: "skipped" })}>
				Show names without a vote
			</Button>
		</Paper>
	);
}

function Said({ vote }: { vote: NonNullable<Group["vote"]> }) {
	const words = {
		best: `You found ${vote.winnerModelId} best, without knowing whose answer it was.`,
		tie: "You found the answers equally good.",
		all_bad: "You found all answers bad.",
		skipped: "Names are shown without a vote: this test does not count on the leaderboard.",
	};
	return (
		<Box role="status" sx={{ fontSize: 14, px: 2, mb: 1.5, minHeight: 48, display: "flex", alignItems: "center" }}>
			{words[vote.verdict]}
		</Box>
	);
}
