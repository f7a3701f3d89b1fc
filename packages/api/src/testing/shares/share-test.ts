import { randomUUID } from "node:crypto";
import { schema, type Tx } from "@llm-hub/db";
import { and, eq, isNull } from "drizzle-orm";
import { actsAsAdmin } from "../../access/who.ts";
import { recordAudit } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { loadOwnGroup } from "../groups/show-group.ts";
import { loadRun } from "../load-run.ts";
import type { ShareTarget } from "./schema.ts";

const { labShares, users } = schema;
const shown = { shareId: labShares.id, createdAt: labShares.createdAt };

/** @throws NotFoundError where it is not the caller's; ConflictError while it is blind and not voted on */
async function requireOwn(ctx: UserContext, { runId, groupId }: ShareTarget): Promise<void> {
	const isVeiled = runId ? (await loadRun(ctx, runId)).isVeiled : !(await loadOwnGroup(ctx, groupId ?? "")).isRevealed;
	if (isVeiled) throw new ConflictError("Vote first: a link would show whose answer is whose.");
}

const openShareOf = ({ runId, groupId }: ShareTarget) =>
	and(runId ? eq(labShares.runId, runId) : eq(labShares.groupId, groupId ?? ""), isNull(labShares.revokedAt));

/**
 * Makes the link of a test of the caller's, or gives the one that is open. Whoever may use the lab and has it reads the
 * test; it stands in no list of theirs.
 * @throws as `requireOwn`
 */
export async function shareTest(ctx: UserContext, target: ShareTarget) {
	await requireOwn(ctx, target);
	return ctx.db.transaction(async (tx) => {
		const [made] = await tx
			.insert(labShares)
			.values({ id: randomUUID(), userId: ctx.actor.userId, ...target })
			.onConflictDoNothing()
			.returning(shown);
		if (made) await recordAudit(tx, ctx, { action: "testing.shares.create", target: auditTarget(target) });
		const share = made ?? (await findShare(tx, target));
		if (!share) throw new ConflictError("The link was ended at this moment. Try again.");
		return share;
	});
}

const findShare = async (db: Pick<Tx, "select">, target: ShareTarget) =>
	(await db.select(shown).from(labShares).where(openShareOf(target)))[0] ?? null;

const auditTarget = ({
	runId,
	groupId,
}: {
	runId?: string | null | undefined;
	groupId?: string | null | undefined;
}) => ({
	type: runId ? "run" : "test",
	id: runId ?? groupId ?? null,
});

/** Whether a test of the caller's has an open link. @throws NotFoundError */
export async function showShare(ctx: UserContext, target: ShareTarget) {
	if (target.runId) await loadRun(ctx, target.runId);
	else await loadOwnGroup(ctx, target.groupId ?? "");
	return { share: await findShare(ctx.db, target) };
}

/** Ends a link; an admin ends anybody's. @throws NotFoundError where there is none, or it is not the caller's to end */
export async function revokeShare(ctx: UserContext, { shareId }: { shareId: string }): Promise<{ shareId: string }> {
	return ctx.db.transaction(async (tx) => {
		const mine = actsAsAdmin(ctx.actor) ? undefined : eq(labShares.userId, ctx.actor.userId);
		const [ended] = await tx
			.update(labShares)
			.set({ revokedAt: new Date() })
			.where(and(eq(labShares.id, shareId), isNull(labShares.revokedAt), mine))
			.returning();
		if (!ended) throw new NotFoundError("There is no such open link of yours.");
		const [owner] = await tx.select({ email: users.email }).from(users).where(eq(users.id, ended.userId));
		const target = auditTarget(ended);
		await recordAudit(tx, ctx, { action: "testing.shares.revoke", target, before: { owner: owner?.email } });
		return { shareId };
	});
}
