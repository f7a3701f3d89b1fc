import { schema, type Tx } from "@llm-hub/db";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";

const { labSuites, labSuiteCells } = schema;

type SuiteChange = Partial<typeof labSuites.$inferInsert>;
type CellChange = Omit<PgUpdateSetSource<typeof labSuiteCells>, "revision">;

/** Changes a suite's row, or only its revision: it stays locked until the transaction ends. @returns the new revision */
export async function changeSuite(tx: Tx, suiteId: string, change: SuiteChange = {}): Promise<number> {
	const [row] = await tx
		.update(labSuites)
		.set({ ...change, revision: sql`${labSuites.revision} + 1` })
		.where(eq(labSuites.id, suiteId))
		.returning({ revision: labSuites.revision });
	if (!row) throw new Error("The suite is gone.");
	return row.revision;
}

/** Changes the cells of a suite for which `where` holds. The suite's row must be locked, and `revision` its new one. */
export async function changeCells(
	tx: Tx,
	suiteId: string,
	revision: number,
	where: SQL | undefined,
	change: CellChange,
): Promise<(typeof labSuiteCells.$inferSelect)[]> {
	return tx
		.update(labSuiteCells)
		.set({ ...change, revision })
		.where(and(eq(labSuiteCells.suiteId, suiteId), where))
		.returning();
}

/** Stops a suite for a reason: what has not begun stays to be resumed, what is under way goes on to its end. */
export const stopSuite = (
	tx: Tx,
	suiteId: string,
	stopKind: NonNullable<SuiteChange["stopKind"]>,
	stopMessage: string,
): Promise<number> =>
	changeSuite(tx, suiteId, { state: "stopped", stopKind, stopMessage, waitsUntil: null, endedAt: new Date() });
