import type { RouterOutputs } from "@llm-hub/api/types";
import HowToVoteIcon from "@mui/icons-material/HowToVoteOutlined";
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { formatCount, plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";
import { FigureTable } from "./figure-table.tsx";
import { PeriodSelect } from "./period-select.tsx";
import { TemplateSelect } from "./template-select.tsx";

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Which models people find best when they do not know whose answer they read. */
export default function Leaderboard() {
	const [days, setDays] = useState<number | null>(null);
	const [templateId, setTemplateId] = useState<string | undefined>();
	const board = trpc.testing.votes.leaderboard.useQuery(
		{ days, templateId },
		{ placeholderData: keepPreviousData, refetchOnMount: "always" },
	);
	const models = board.data?.models ?? [];
	return (
		<>
			<Stack direction="row" sx={{ gap: 1, mb: 2, flexWrap: "wrap" }}>
				<PeriodSelect days={days} onChange={setDays} />
				<TemplateSelect templateId={templateId} onChange={setTemplateId} />
			</Stack>
			{board.isError && <ErrorState error={board.error} onRetry={() => void board.refetch()} />}
			{board.isPending && <Skeleton variant="rounded" height={240} />}
			{board.data?.votes === 0 && (
				<EmptyState icon={HowToVoteIcon} title="No vote yet">
					Switch on Blind, run two models or more, and vote: the votes of everybody here add up to a ranking.
				</EmptyState>
			)}
			{models.length > 0 && (
				<>
					<FigureTable
						label="Leaderboard"
						head={[
							"Model",
							"Score, 95 % interval",
							"Win rate, 95 % interval",
							"Votes",
							"Best",
							"Tie",
							"Lost",
							"All bad",
						]}
						rows={models.map(({ modelId, score, winRate, votes, best, ties, lost, allBad }) => ({
							key: modelId,
							cells: [
								modelId,
								scoreWords(score),
								`${percent(winRate.value)} (${percent(winRate.low)} to ${percent(winRate.high)})`,
								...[votes, best, ties, lost, allBad].map(formatCount),
							],
						}))}
					/>
					<Typography variant="body2" color="textSecondary" sx={{ mb: 3 }}>
						From {plural(board.data?.votes ?? 0, "vote")}. Score: Bradley-Terry strength, 1000 is average, 400 more is
						ten wins to one; its interval comes from resampling the votes. Win rate: votes won of votes in which the
						model stood, with Wilson's interval. Where intervals overlap, the order may be chance.
					</Typography>
					<HeadToHead models={models} />
				</>
			)}
		</>
	);
}

/** Votes that resampling cannot tell apart have no interval: one of no width would say that the score is sure. */
function scoreWords(score: Models[number]["score"]): string {
	if (!score) return "not compared";
	const [value, low, high] = [score.value, score.low, score.high].map(Math.round);
	return low === high ? `${value} (no interval)` : `${value} (${low} to ${high})`;
}

type Models = RouterOutputs["testing"]["votes"]["leaderboard"]["models"];

function HeadToHead({ models }: { models: Models }) {
	const pairs = models.flatMap(({ modelId, against }) =>
		against
			.filter(({ wins, losses, modelId: other }) => wins > losses || (wins === losses && modelId < other))
			.map((record) => ({ ...record, modelId, other: record.modelId })),
	);
	if (pairs.length === 0) return null;
	return (
		<>
			<Box component="h3" sx={{ fontSize: 14, fontWeight: 600, m: 0, mb: 0.5 }}>
				Head to head
			</Box>
			<FigureTable
				label="Head to head"
				head={["Model", "against", "Wins", "Losses", "Ties"]}
				rows={pairs.map(({ modelId, other, wins, losses, ties }) => ({
					key: `${modelId} ${other}`,
					cells: [modelId, other, ...[wins, losses, ties].map(formatCount)],
				}))}
			/>
		</>
	);
}
