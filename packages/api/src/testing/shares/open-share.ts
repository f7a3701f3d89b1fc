import { schema } from "@llm-hub/db";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import type { Refusal } from "../groups/schema.ts";
import { isUnveiled, type RunRow, runColumns, runDetailOf } from "../run-view.ts";
import type { SharedTest } from "./schema.ts";

const { labGroupMembers, labShares, llmUsageLogs, testRuns, users } = schema;

interface Member {
	position: number;
	modelId: string;
	runId: string | null;
	refusal: Refusal | null;
}

/** What a link shows, to everybody who may use the lab and has it. @throws NotFoundError also where it was ended */
export async function openShare(ctx: UserContext, { shareId }: { shareId: string }): Promise<SharedTest> {
	const [share] = await ctx.db
		.select({
			runId: labShares.runId,
			groupId: labShares.groupId,
			sharedAt: labShares.createdAt,
			userId: labShares.userId,
			name: users.name,
			email: users.email,
		})
		.from(labShares)
		.innerJoin(users, eq(users.id, labShares.userId))
		.where(and(eq(labShares.id, shareId), isNull(labShares.revokedAt)));
	if (!share) throw gone();
	const { runId, groupId, sharedAt, userId, name, email } = share;
	const places = groupId ? await membersOf(ctx, groupId) : [];
	const ids = runId ? [runId] : places.flatMap((place) => place.runId ?? []);
	const runs = await runsOf(ctx, userId, ids);
	const first = ids.map((id) => runs.get(id)).find((row) => row !== undefined);
	if (!first) throw gone();
	const alone = { position: 0, modelId: first.modelId, runId, refusal: null };
	const members = groupId ? places : [alone];
	const { messages, parameters, templateId } = runDetailOf(first);
	return {
		owner: { name, email },
		isOwn: userId === ctx.actor.userId,
		sharedAt,
		startedAt: first.startedAt,
		asked: { messages, parameters, templateId },
		members: members.map((member) => {
			const row = member.runId === null ? undefined : runs.get(member.runId);
			// What the key looks like is no reader's business: it may be the owner's own.
			return { ...member, run: row ? { ...runDetailOf(row), keyLabel: null } : null };
		}),
	};
}

const gone = () =>
	new NotFoundError("This link shows nothing any more: it was ended, or the test was deleted. Ask whoever sent it.");

async function membersOf({ db }: UserContext, groupId: string): Promise<Member[]> {
	const { position, modelId, runId, refusal } = labGroupMembers;
	const rows = await db
		.select({ position, modelId, runId, refusal })
		.from(labGroupMembers)
		.where(eq(labGroupMembers.groupId, groupId))
		.orderBy(asc(position));
	return rows.map((row) => ({ ...row, refusal: row.refusal as Refusal | null }));
}

async function runsOf({ db }: UserContext, userId: string, ids: string[]): Promise<Map<string, RunRow>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.select(runColumns)
		.from(llmUsageLogs)
		.innerJoin(testRuns, eq(testRuns.id, llmUsageLogs.id))
		.where(and(inArray(llmUsageLogs.id, ids), eq(llmUsageLogs.userId, userId), isUnveiled));
	return new Map(rows.map((row) => [row.id, row]));
}
