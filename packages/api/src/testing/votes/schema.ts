import { z } from "zod";
import { verdicts } from "../groups/schema.ts";
import { mostRunsAtOnce } from "../schema.ts";

export const voteInput = z
	.strictObject({
		groupId: z.uuid(),
		/** `skipped` shows the names and counts for nobody. */
		verdict: z.enum(verdicts),
		/** The place of the best answer. */
		winner: z
			.number()
			.int()
			.min(0)
			.max(mostRunsAtOnce - 1)
			.nullable()
			.default(null),
	})
	.refine(({ verdict, winner }) => (verdict === "best") === (winner !== null), {
		path: ["winner"],
		message: "Say which answer is best, or that none is.",
	});
export type VoteInput = z.infer<typeof voteInput>;

/** The last so many days; null is all time. */
export const sinceDays = z.number().int().min(1).max(3650).nullable().default(null);
export const ofTemplate = z.string().max(100).optional();

export const leaderboardInput = z
	.strictObject({ templateId: ofTemplate, days: sinceDays, own: z.boolean().default(false) })
	.default({ days: null, own: false });
export type LeaderboardInput = z.infer<typeof leaderboardInput>;

/** A figure with the interval that holds it with 95 % confidence. */
export const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof estimate>;

export const leaderboardOutput = z.object({
	/** How many votes it stands on: the newest, at most `mostVotes`. */
	votes: z.number().int(),
	/** The best score first. */
	models: z.array(
		z.object({
			modelId: z.string(),
			votes: z.number().int(),
			best: z.number().int(),
			ties: z.number().int(),
			allBad: z.number().int(),
			/** Votes that another model won. */
			lost: z.number().int(),
			/** Share of its votes that it won, 0 to 1. */
			winRate: estimate,
			/** Bradley-Terry strength on Elo's scale, 1000 is average; null without a comparison. */
			score: estimate.nullable(),
			/** Head to head, the most compared first. */
			against: z.array(
				z.object({ modelId: z.string(), wins: z.number().int(), losses: z.number().int(), ties: z.number().int() }),
			),
		}),
	),
});
export type Leaderboard = z.infer<typeof leaderboardOutput>;
