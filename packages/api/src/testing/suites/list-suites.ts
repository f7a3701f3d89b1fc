import { schema } from "@llm-hub/db";
import { count, desc, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import { requireCaller } from "../../access/who.ts";
import type { UserContext } from "../../context.ts";
import { suiteRowOf } from "./load-suite.ts";
import { moneyOf } from "./money.ts";
import type { ListSuitesInput, listSuitesOutput, SuiteProgress } from "./schema.ts";
import { progressOf } from "./show-suite.ts";

const { labSuiteCells, labSuites, users } = schema;

/** The caller's suites, the newest first; for an admin everybody's, where asked for. @throws ForbiddenError */
export async function listSuites(
	ctx: UserContext,
	{ limit, offset, everybody }: ListSuitesInput,
): Promise<z.infer<typeof listSuitesOutput>> {
	const { userId } = ctx.actor;
	if (everybody) requireCaller(ctx.actor, "admin");
	const wanted = everybody ? undefined : eq(labSuites.userId, userId);
	const rows = await ctx.db
		.select({ suite: labSuites, owner: users.name })
		.from(labSuites)
		.innerJoin(users, eq(users.id, labSuites.userId))
		.where(wanted)
		.orderBy(desc(labSuites.createdAt), desc(labSuites.id))
		.limit(limit)
		.offset(offset);
	const ids = rows.map(({ suite }) => suite.id);
	const [total, states, money] = await Promise.all([
		ctx.db.$count(labSuites, wanted),
		statesOfSuites(ctx, ids),
		moneyOf(ctx.db, ids),
	]);
	return {
		total,
		suites: rows.map(({ suite, owner }) => ({
			...progressOf(suiteRowOf(suite), states.get(suite.id) ?? noStates(), money.get(suite.id)),
			owner,
			isOwn: suite.userId === userId,
			templates: suiteRowOf(suite).templates.length,
			modelIds: suite.modelIds,
			repeats: suite.repeats,
		})),
	};
}

const noStates = (): SuiteProgress["states"] => ({ pending: 0, running: 0, done: 0, failed: 0, cancelled: 0 });

async function statesOfSuites({ db }: UserContext, ids: string[]): Promise<Map<string, SuiteProgress["states"]>> {
	const { suiteId, state } = labSuiteCells;
	const rows = await db
		.select({ suiteId, state, cells: count() })
		.from(labSuiteCells)
		.where(inArray(suiteId, ids))
		.groupBy(suiteId, state);
	const byId = new Map(ids.map((id) => [id, noStates()]));
	for (const row of rows) {
		const states = byId.get(row.suiteId);
		if (states) states[row.state] = row.cells;
	}
	return byId;
}
