import { schema } from "@llm-hub/db";
import { and, desc, eq, gte, ne } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { bradleyTerry } from "./bradley-terry.ts";
import type { Leaderboard, LeaderboardInput } from "./schema.ts";
import { wilson } from "./wilson.ts";

const { labVotes } = schema;

/** So many votes say what more would say, and are counted in an instant. */
const mostVotes = 2_000;

type Vote = Pick<typeof labVotes.$inferSelect, "verdict" | "winnerModelId" | "modelIds">;
type Row = Leaderboard["models"][number];

/** Which models people prefer when they do not know whose answer they read. Everybody's votes, none by name. */
export async function showLeaderboard(
	ctx: UserContext,
	{ templateId, days, own }: LeaderboardInput,
): Promise<Leaderboard> {
	const votes: Vote[] = await ctx.db
		.select({ verdict: labVotes.verdict, winnerModelId: labVotes.winnerModelId, modelIds: labVotes.modelIds })
		.from(labVotes)
		.where(
			and(
				ne(labVotes.verdict, "skipped"),
				own ? eq(labVotes.userId, ctx.actor.userId) : undefined,
				templateId === undefined ? undefined : eq(labVotes.templateId, templateId),
				days === null ? undefined : gte(labVotes.votedAt, new Date(Date.now() - days * 86_400_000)),
			),
		)
		.orderBy(desc(labVotes.votedAt))
		.limit(mostVotes);
	return { votes: votes.length, models: rank(votes) };
}

function rank(votes: Vote[]): Row[] {
	const modelIds = [...new Set(votes.flatMap((vote) => vote.modelIds))].toSorted();
	const numbers = new Map(modelIds.map((modelId, index) => [modelId, index]));
	const numberOf = (modelId: string) => numbers.get(modelId) ?? 0;
	// That all were bad says nothing of which was better.
	const comparisons = votes
		.filter(({ verdict }) => verdict !== "all_bad")
		.map((vote) => ({
			models: vote.modelIds.map(numberOf),
			winner: vote.winnerModelId === null ? null : numberOf(vote.winnerModelId),
		}));
	const scores = bradleyTerry(comparisons, modelIds.length);
	const wasCompared = new Set(comparisons.flatMap(({ models }) => models));
	return modelIds
		.map((modelId, index): Row => {
			const seen = votes.filter((vote) => vote.modelIds.includes(modelId));
			const best = seen.filter(({ winnerModelId }) => winnerModelId === modelId).length;
			const ties = seen.filter(({ verdict }) => verdict === "tie").length;
			const allBad = seen.filter(({ verdict }) => verdict === "all_bad").length;
			return {
				modelId,
				votes: seen.length,
				best,
				ties,
				allBad,
				lost: seen.length - best - ties - allBad,
				winRate: wilson(best, seen.length),
				score: wasCompared.has(index) ? (scores[index] ?? null) : null,
				against: headToHead(modelId, seen),
			};
		})
		.toSorted((a, b) => (b.score?.value ?? 0) - (a.score?.value ?? 0) || b.votes - a.votes);
}

function headToHead(modelId: string, votes: Vote[]): Row["against"] {
	const records = new Map<string, Row["against"][number]>();
	for (const { verdict, winnerModelId, modelIds } of votes) {
		if (verdict === "all_bad") continue;
		for (const other of modelIds) {
			if (other === modelId) continue;
			const record = records.get(other) ?? { modelId: other, wins: 0, losses: 0, ties: 0 };
			records.set(other, record);
			if (verdict === "tie") record.ties++;
			else if (winnerModelId === modelId) record.wins++;
			else if (winnerModelId === other) record.losses++;
		}
	}
	const met = ({ wins, losses, ties }: Row["against"][number]) => wins + losses + ties;
	return [...records.values()].filter((record) => met(record) > 0).toSorted((a, b) => met(b) - met(a));
}
