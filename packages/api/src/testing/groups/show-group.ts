import { schema } from "@llm-hub/db";
import { and, asc, eq } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import type { GroupMember, GroupOutput, Refusal } from "./schema.ts";

const { labGroups, labGroupMembers, labVotes, testRuns } = schema;

/** After so long a start that left neither run nor refusal died with its server. */
const interruptedAfterMs = 60_000;

type OwnGroup = Pick<GroupOutput, "groupId" | "startedAt" | "isBlind" | "isRevealed" | "vote"> & {
	templateId: string | null;
};

/** @throws NotFoundError also for somebody else's: whether it exists is not theirs to know. */
export async function loadOwnGroup(ctx: UserContext, groupId: string): Promise<OwnGroup> {
	const { userId } = ctx.actor;
	const [row] = await ctx.db
		.select({
			startedAt: labGroups.startedAt,
			isBlind: labGroups.isBlind,
			templateId: labGroups.templateId,
			verdict: labVotes.verdict,
			winnerModelId: labVotes.winnerModelId,
		})
		.from(labGroups)
		.leftJoin(labVotes, and(eq(labVotes.groupId, labGroups.id), eq(labVotes.userId, userId)))
		.where(and(eq(labGroups.id, groupId), eq(labGroups.userId, userId)));
	if (!row) throw new NotFoundError("There is no such test of yours.");
	const { startedAt, isBlind, templateId, verdict, winnerModelId } = row;
	const vote = verdict && { verdict, winnerModelId };
	return { groupId, startedAt, isBlind, templateId, isRevealed: !isBlind || vote !== null, vote };
}

/** A group as its page shows it; a blind one keeps the names to itself until its vote. */
export async function showGroup(ctx: UserContext, { groupId }: { groupId: string }): Promise<GroupOutput> {
	const { templateId: _, ...group } = await loadOwnGroup(ctx, groupId);
	const rows = await ctx.db
		.select()
		.from(labGroupMembers)
		.where(eq(labGroupMembers.groupId, groupId))
		.orderBy(asc(labGroupMembers.position));
	const members = rows.map((row) => memberOf(row, group.isRevealed));
	return { ...group, members, asked: await askedOf(ctx, groupId) };
}

function memberOf(row: typeof labGroupMembers.$inferSelect, isRevealed: boolean): GroupMember {
	const { position, modelId, runId } = row;
	const refusal = row.refusal as Refusal | null;
	const isDead = runId === null && refusal === null && Date.now() - row.claimedAt.getTime() > interruptedAfterMs;
	const said = isDead ? interrupted : refusal;
	if (isRevealed) return { position, modelId, runId, refusal: said };
	return { position, modelId: null, runId, refusal: said && veiled };
}

/** The kind and the words of a refusal tell which model it was. */
const veiled: Refusal = {
	kind: "other",
	message: "This model could not start. Vote to see which one and why.",
	retryAt: null,
};

const interrupted: Refusal = {
	kind: "interrupted",
	message: "The server stopped before this one began. Run it again.",
	retryAt: null,
};

async function askedOf(ctx: UserContext, groupId: string): Promise<GroupOutput["asked"]> {
	const [row] = await ctx.db
		.select({
			messages: testRuns.messages,
			parameters: testRuns.parameters,
			templateId: testRuns.templateId,
		})
		.from(labGroupMembers)
		.innerJoin(testRuns, eq(testRuns.id, labGroupMembers.runId))
		.where(eq(labGroupMembers.groupId, groupId))
		.limit(1);
	return row ? (row as NonNullable<GroupOutput["asked"]>) : null;
}
