import { protectedProcedure, router, spenderProcedure } from "../../trpc.ts";
import { groupOutput } from "../groups/schema.ts";
import { castVote } from "./cast-vote.ts";
import { showLeaderboard } from "./leaderboard.ts";
import { leaderboardInput, leaderboardOutput, voteInput } from "./schema.ts";

/** What people say of answers whose names are hidden. */
export const voteProcedures = router({
	cast: spenderProcedure
		.input(voteInput)
		.output(groupOutput)
		.mutation(({ ctx, input }) => castVote(ctx, input)),
	leaderboard: protectedProcedure
		.input(leaderboardInput)
		.output(leaderboardOutput)
		.query(({ ctx, input }) => showLeaderboard(ctx, input)),
});
