import {
	type Db,
	executePrepared,
	insertOf,
	jsonOf,
	listOf,
	preparedStatement,
	recordsOf,
	schema,
	writesOf,
} from "@llm-hub/db";
import { sql } from "drizzle-orm";
import { type KeptCounter, type Reservation, reserve, type WantedReservation } from "../access/reserve.ts";
import { reserveAtOnce, reservedAll, reservingAll } from "../access/reserve-at-once.ts";
import { batched } from "../batched.ts";
import { DomainError } from "../errors.ts";
import { isAsRemembered, type Remembered, rememberedOf } from "./run-facts.ts";

const { llmUsageLogs, testRunImages, testRuns } = schema;

const logColumns = [
	"id",
	"userId",
	"door",
	"modelId",
	"providerType",
	"providerId",
	"keyVersion",
	"keyLabel",
	"keySource",
	"state",
	"price",
	"startedAt",
] as const;
const testColumns = ["id", "groupId", "messages", "parameters", "templateId", "checks", "cappedMaxTokens"] as const;

/** What is written of a run before its provider is called. */
export interface BegunRun {
	log: Pick<typeof llmUsageLogs.$inferInsert, Exclude<(typeof logColumns)[number], "id">>;
	test: Pick<typeof testRuns.$inferInsert, Exclude<(typeof testColumns)[number], "id">>;
	images: Omit<typeof testRunImages.$inferInsert, "runId">[];
	reservation: WantedReservation;
	/** What it was decided by, where that was not read just now. */
	remembered: Remembered | null;
}

/** What a run was decided by is not what the database has, or may not be: it must be read. Nobody is told. */
class OutdatedFactsError extends DomainError {
	constructor() {
		super("CONFLICT", "What the run was decided by has changed.");
	}
}

/**
 * Commits a run's rows and takes it from the caller's quotas, or does neither. Runs that begin together share one
 * statement; where one of them does not fit into its quotas, one transaction, each with its own answer.
 * @throws LimitExceededError when a quota is used up; OutdatedFactsError for what was remembered
 */
export const beginRun = batched<BegunRun, Reservation>(
	async (db, runs) => (await beginAtOnce(db, runs)) ?? (await beginEach(db, runs)),
);

const logList = listOf(llmUsageLogs, logColumns);
const testList = listOf(testRuns, testColumns);
const begin = preparedStatement<KeptCounter>(sql`
	with ${reservingAll(isAsRemembered)},
	logs as (
		insert into ${llmUsageLogs} (${logList})
		select ${logList} from ${recordsOf(llmUsageLogs, sql.placeholder("logs"))}, fits where fits.ok
	),
	tests as (
		insert into ${testRuns} (${testList})
		select ${testList} from ${recordsOf(testRuns, sql.placeholder("tests"))}, fits where fits.ok
	)
	${reservedAll}`);

const logsOf = (runs: readonly BegunRun[]) => runs.map(({ log, reservation }) => ({ id: reservation.runId, ...log }));
const testsOf = (runs: readonly BegunRun[]) =>
	runs.map(({ test, reservation }) => ({ id: reservation.runId, ...test }));

function beginAtOnce(db: Db, runs: readonly BegunRun[]): Promise<Reservation[] | null> {
	if (runs.some(({ images }) => images.length > 0)) return Promise.resolve(null);
	const wanted = runs.map(({ reservation }) => reservation);
	const written = { logs: jsonOf(llmUsageLogs, logsOf(runs)), tests: jsonOf(testRuns, testsOf(runs)) };
	const remembered = rememberedOf(runs.map(({ remembered }) => remembered));
	return reserveAtOnce(wanted, (values) => begin(writesOf(db), { ...values, ...written, remembered }));
}

/** Of what was remembered nobody knows here whether it has changed. */
async function beginEach(db: Db, runs: readonly BegunRun[]): Promise<(Reservation | DomainError)[]> {
	const certain = runs.filter(({ remembered }) => !remembered);
	const answers = certain.length > 0 ? await beginInTurn(db, certain) : [];
	const answerOf = new Map(certain.map((run, place) => [run, answers[place]]));
	return runs.map((run) => answerOf.get(run) ?? new OutdatedFactsError());
}

const beginInTurn = (db: Db, runs: readonly BegunRun[]) =>
	db.transaction(async (tx) => {
		const answers = await reserve(
			tx,
			runs.map(({ reservation }) => reservation),
		);
		const begun = runs.filter((_, index) => !(answers[index] instanceof Error));
		if (begun.length === 0) return answers;
		await executePrepared(
			tx,
			sql`with logs as (${insertOf(llmUsageLogs, logsOf(begun))}) ${insertOf(testRuns, testsOf(begun))}`,
		);
		const images = begun.flatMap(({ images, reservation: { runId } }) => images.map((image) => ({ runId, ...image })));
		if (images.length > 0) await tx.insert(testRunImages).values(images);
		return answers;
	});
