import { schema } from "@llm-hub/db";
import { eq, or, type SQL, sql } from "drizzle-orm";
import { actsAsAdmin } from "../../access/who.ts";
import type { UserContext } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import type { Parameters } from "../request-schema.ts";
import type { SuiteTemplate } from "./schema.ts";

const { labDecisions, labSuites, users } = schema;

/** A suite's row with what its JSON holds. */
export type SuiteRow = Omit<typeof labSuites.$inferSelect, "templates" | "parameters"> & {
	templates: SuiteTemplate[];
	parameters: Parameters;
};

export const suiteRowOf = (row: typeof labSuites.$inferSelect): SuiteRow => ({
	...row,
	templates: row.templates as SuiteTemplate[],
	parameters: row.parameters as Parameters,
});

/** One's own; admins see all, and everybody sees one that a decision stands on: that is its evidence. */
function visibleTo({ actor }: UserContext): SQL | undefined {
	if (actsAsAdmin(actor)) return undefined;
	const isEvidence = sql`exists (select from ${labDecisions} d where d.suite_id = ${labSuites.id})`;
	return or(eq(labSuites.userId, actor.userId), isEvidence);
}

/** A suite that the caller may see. @throws NotFoundError also for another's: whether it exists is not theirs to know. */
export async function loadSuite(ctx: UserContext, suiteId: string): Promise<SuiteRow & { owner: string }> {
	const [row] = await ctx.db
		.select({ suite: labSuites, owner: users.name })
		.from(labSuites)
		.innerJoin(users, eq(users.id, labSuites.userId))
		.where(sql`${labSuites.id} = ${suiteId} and (${visibleTo(ctx) ?? sql`true`})`);
	if (!row) throw new NotFoundError("There is no such suite that you may see.");
	return { ...suiteRowOf(row.suite), owner: row.owner };
}

/** The caller's own, to change. @throws NotFoundError */
export async function loadOwnSuite(ctx: UserContext, suiteId: string): Promise<SuiteRow> {
	const suite = await loadSuite(ctx, suiteId);
	if (suite.userId !== ctx.actor.userId) throw new NotFoundError("There is no such suite of yours.");
	return suite;
}
