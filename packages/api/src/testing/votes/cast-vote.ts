import { schema } from "@llm-hub/db";
import { and, eq } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import type { GroupOutput } from "../groups/schema.ts";
import { loadOwnGroup, showGroup } from "../groups/show-group.ts";
import type { VoteInput } from "./schema.ts";

const { labGroupMembers, labVotes, llmUsageLogs } = schema;

/**
 * Keeps what a person says of a blind group, once, and shows whose answer was whose. Models that failed or were stopped
 * were not compared.
 * @throws NotFoundError; ConflictError when it is not blind, has been voted on, still runs, or has nothing to compare;
 *   InvalidInputError when the winner is not one of the compared
 */
export async function castVote(ctx: UserContext, { groupId, verdict, winner }: VoteInput): Promise<GroupOutput> {
	const { isBlind, vote, templateId } = await loadOwnGroup(ctx, groupId);
	if (!isBlind) throw new ConflictError("Only a blind test is voted on.");
	if (vote) throw votedAlready();
	const members = await ctx.db
		.select({
			position: labGroupMembers.position,
			modelId: labGroupMembers.modelId,
			state: llmUsageLogs.state,
		})
		.from(labGroupMembers)
		.innerJoin(llmUsageLogs, eq(llmUsageLogs.id, labGroupMembers.runId))
		.where(and(eq(labGroupMembers.groupId, groupId), eq(llmUsageLogs.userId, ctx.actor.userId)));
	if (members.some(({ state }) => state === "started")) {
		throw new ConflictError("Vote when every answer has ended, or stop those that go on.");
	}
	const compared = members.filter(({ state }) => state === "success");
	if (verdict !== "skipped" && compared.length < 2) {
		throw new ConflictError("There are no two answers to compare. Show the names without a vote.");
	}
	const best = compared.find(({ position }) => position === winner);
	if (verdict === "best" && !best) throw new InvalidInputError("winner", "There is no finished answer in that place.");
	const kept = await ctx.db
		.insert(labVotes)
		.values({
			groupId,
			userId: ctx.actor.userId,
			verdict,
			winnerModelId: best?.modelId,
			modelIds: compared.map(({ modelId }) => modelId),
			templateId,
		})
		.onConflictDoNothing()
		.returning({ groupId: labVotes.groupId });
	if (kept.length === 0) throw votedAlready();
	return showGroup(ctx, { groupId });
}

const votedAlready = () =>
	new ConflictError("You have voted on this test: what is known cannot be judged blind again.");
