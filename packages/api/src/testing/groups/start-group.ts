import { randomInt } from "node:crypto";
import { schema } from "@llm-hub/db";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import type { StartRunInput } from "../request-schema.ts";
import { startRun } from "../start-run.ts";
import { refusalOf } from "./refusal.ts";
import type { GroupOutput, RerunMemberInput, StartGroupInput } from "./schema.ts";
import { loadOwnGroup, showGroup } from "./show-group.ts";

const { labGroups, labGroupMembers } = schema;

/**
 * Starts one prompt on several models at once. Each is started or refused by itself, and a refusal is data. The group is
 * kept first, so that a page which lost the answer finds its runs; the same id again starts nothing.
 * @throws NotFoundError when the id is somebody else's group
 */
export async function startGroup(ctx: UserContext, input: StartGroupInput): Promise<GroupOutput> {
	const { groupId, modelIds, blind, ...asked } = input;
	const order = blind ? shuffled(modelIds) : modelIds;
	const isNew = await ctx.db.transaction(async (tx) => {
		const group = { id: groupId, userId: ctx.actor.userId, templateId: input.templateId, isBlind: blind };
		const inserted = await tx.insert(labGroups).values(group).onConflictDoNothing().returning({ id: labGroups.id });
		if (inserted.length === 0) return false;
		await tx.insert(labGroupMembers).values(order.map((modelId, position) => ({ groupId, position, modelId })));
		return true;
	});
	if (isNew) {
		await Promise.all(
			order.map((modelId, position) => startMember(ctx, { groupId, position, isBlind: blind }, { ...asked, modelId })),
		);
	}
	return showGroup(ctx, { groupId });
}

/**
 * Starts one place of a group again: a new run in the place of `replaces`, which stays in the history.
 * @throws NotFoundError; ConflictError when another was faster, or the group is blind and not yet voted on
 */
export async function rerunMember(ctx: UserContext, input: RerunMemberInput): Promise<GroupOutput> {
	const { groupId, position, replaces, ...asked } = input;
	const { isRevealed } = await loadOwnGroup(ctx, groupId);
	if (!isRevealed) throw new ConflictError("Vote first: one answer again would give it away.");
	const { runId, refusal } = labGroupMembers;
	const here = and(eq(labGroupMembers.groupId, groupId), eq(labGroupMembers.position, position));
	const asSeen = replaces === null ? and(isNull(runId), isNotNull(refusal)) : eq(runId, replaces);
	const [claimed] = await ctx.db
		.update(labGroupMembers)
		.set({ runId: null, refusal: null, claimedAt: new Date() })
		.where(and(here, asSeen))
		.returning({ modelId: labGroupMembers.modelId });
	if (!claimed) {
		const [member] = await ctx.db.select({ position: labGroupMembers.position }).from(labGroupMembers).where(here);
		if (!member) throw new NotFoundError("There is no such place in this test.");
		throw new ConflictError("This one was started again already.");
	}
	await startMember(ctx, { groupId, position, isBlind: false }, { ...asked, modelId: claimed.modelId });
	return showGroup(ctx, { groupId });
}

async function startMember(
	ctx: UserContext,
	place: { groupId: string; position: number; isBlind: boolean },
	input: StartRunInput,
): Promise<void> {
	const group = { id: place.groupId, isBlind: place.isBlind };
	const outcome = await startRun(ctx, input, { group }).then(
		({ runId }) => ({ runId }),
		(error: unknown) => ({ refusal: refusalOf(ctx, error) }),
	);
	await ctx.db
		.update(labGroupMembers)
		.set(outcome)
		.where(and(eq(labGroupMembers.groupId, place.groupId), eq(labGroupMembers.position, place.position)));
}

/** By lot (Fisher and Yates): where an answer stands must say nothing of whose it is. */
function shuffled<Item>(items: readonly Item[]): Item[] {
	const pool = [...items];
	return Array.from(items, () => pool.splice(randomInt(pool.length), 1)).flat();
}
