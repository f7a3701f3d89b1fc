import { executePrepared, insertOf, schema } from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { type Reservation, reserve, type WantedReservation } from "../access/reserve.ts";
import { batched } from "../batched.ts";

const { llmUsageLogs, testRunImages, testRuns } = schema;

/** What is written of a run before its provider is called. */
export interface BegunRun {
	log: Omit<typeof llmUsageLogs.$inferInsert, "id">;
	test: Omit<typeof testRuns.$inferInsert, "id">;
	images: Omit<typeof testRunImages.$inferInsert, "runId">[];
	reservation: WantedReservation;
}

/**
 * Commits a run's rows and takes it from the caller's quotas, or does neither. Runs that begin together share one
 * transaction, each with its own answer.
 * @throws LimitExceededError when a quota is used up
 */
export const beginRun = batched<BegunRun, Reservation>((db, runs) =>
	db.transaction(async (tx) => {
		const answers = await reserve(
			tx,
			runs.map(({ reservation }) => reservation),
		);
		const begun = runs.filter((_, index) => !(answers[index] instanceof Error));
		if (begun.length === 0) return answers;
		const logs = begun.map(({ log, reservation }) => ({ id: reservation.runId, ...log }));
		const tests = begun.map(({ test, reservation }) => ({ id: reservation.runId, ...test }));
		await executePrepared(tx, sql`with logs as (${insertOf(llmUsageLogs, logs)}) ${insertOf(testRuns, tests)}`);
		const images = begun.flatMap(({ images, reservation: { runId } }) => images.map((image) => ({ runId, ...image })));
		if (images.length > 0) await tx.insert(testRunImages).values(images);
		return answers;
	}),
);
