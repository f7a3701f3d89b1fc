import { schema } from "@llm-hub/db";
import { eq, or, sql } from "drizzle-orm";
import { driveSuite } from "./drive-suite.ts";
import type { SuiteDeps } from "./owner.ts";

const { labSuiteCells, labSuites } = schema;

/** Has this process carry out a suite, or look at it again at once. */
export function carryOn({ db, services }: SuiteDeps, suiteId: string): void {
	const deps = { db, services };
	services.suites.drive(suiteId, (drive) => driveSuite(deps, suiteId, drive));
}

/** Takes up every suite that is under way: after a start, and where another server has died. */
export async function carryOnSuites(deps: SuiteDeps): Promise<void> {
	const isUnderWay = sql`exists (select from ${labSuiteCells} c where c.suite_id = ${labSuites.id} and c.state = 'running')`;
	const open = await deps.db
		.select({ id: labSuites.id })
		.from(labSuites)
		.where(or(eq(labSuites.state, "running"), isUnderWay));
	for (const { id } of open) carryOn(deps, id);
}
