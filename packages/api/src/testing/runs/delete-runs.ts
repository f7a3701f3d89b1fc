import { schema } from "@llm-hub/db";
import { sumUsd } from "@llm-hub/providers";
import { and, eq, inArray } from "drizzle-orm";
import { actsAsAdmin } from "../../access/who.ts";
import { recordAudit, userTarget } from "../../audit/record.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { isVeiled } from "../run-view.ts";

const { llmUsageLogs, testRuns, users } = schema;

/**
 * Deletes for good what was asked and answered in these runs: all of them or none. Their rows of usage and money stay.
 * @throws NotFoundError where one is not the caller's (an admin deletes anybody's, which is audited); ConflictError while
 *   one is still running, or the caller's own blind group awaits a vote
 */
export async function deleteRuns(ctx: UserContext, { runIds }: { runIds: string[] }) {
	const ids = [...new Set(runIds)];
	const { userId } = ctx.actor;
	const isAdmin = actsAsAdmin(ctx.actor);
	return ctx.db.transaction(async (tx) => {
		const rows = await tx
			.select({
				id: testRuns.id,
				userId: llmUsageLogs.userId,
				email: users.email,
				state: llmUsageLogs.state,
				costUsd: llmUsageLogs.costUsd,
				isVeiled,
			})
			.from(testRuns)
			.innerJoin(llmUsageLogs, eq(llmUsageLogs.id, testRuns.id))
			.innerJoin(users, eq(users.id, llmUsageLogs.userId))
			.where(and(inArray(testRuns.id, ids), isAdmin ? undefined : eq(llmUsageLogs.userId, userId)))
			.for("update", { of: testRuns });
		if (rows.length < ids.length)
			throw new NotFoundError("One of these tests is gone, or not yours. Nothing was deleted.");
		if (rows.some(({ state }) => state === "started")) {
			throw new ConflictError("One of these tests is still running. Stop it first. Nothing was deleted.");
		}
		if (rows.some((row) => row.isVeiled && row.userId === userId)) {
			throw new ConflictError("Vote first: what they cost would tell whose answer is whose. Nothing was deleted.");
		}
		await tx.delete(testRuns).where(inArray(testRuns.id, ids));
		for (const owner of new Set(rows.map((row) => row.userId))) {
			if (owner === userId) continue;
			const theirs = rows.filter((row) => row.userId === owner);
			const target = userTarget({ id: owner, email: theirs[0]?.email ?? null });
			const before = { runIds: theirs.map(({ id }) => id) };
			await recordAudit(tx, ctx, { action: "testing.runs.delete", target, before });
		}
		return { deleted: rows.length, keptCostUsd: sumUsd(rows.map(({ costUsd }) => costUsd)).usd };
	});
}
