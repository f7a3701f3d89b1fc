import { schema } from "@llm-hub/db";
import { desc, eq, type SQL } from "drizzle-orm";
import type { UserContext } from "../../context.ts";
import type { Decision, SuiteFigures } from "./schema.ts";

const { labDecisions, labSuites, users } = schema;

/** So many say what more would say. */
const mostDecisions = 100;

/** What was decided about a model, the newest first. */
export const decisionsOfModel = (ctx: UserContext, { modelId }: { modelId: string }): Promise<Decision[]> =>
	decisionsWhere(ctx, eq(labDecisions.modelId, modelId));

export const decisionsOfSuite = (ctx: UserContext, suiteId: string): Promise<Decision[]> =>
	decisionsWhere(ctx, eq(labDecisions.suiteId, suiteId));

async function decisionsWhere({ db }: UserContext, where: SQL): Promise<Decision[]> {
	const rows = await db
		.select({ decision: labDecisions, suiteName: labSuites.name, by: users.name })
		.from(labDecisions)
		.innerJoin(labSuites, eq(labSuites.id, labDecisions.suiteId))
		.innerJoin(users, eq(users.id, labDecisions.userId))
		.where(where)
		.orderBy(desc(labDecisions.decidedAt), desc(labDecisions.id))
		.limit(mostDecisions);
	return rows.map(({ decision: { userId: _, figures, ...decision }, suiteName, by }) => ({
		...decision,
		figures: figures as SuiteFigures,
		suiteName,
		by,
	}));
}
