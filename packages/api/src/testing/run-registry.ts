import { setTimeout as delay } from "node:timers/promises";
import { type Db, jsonOf, preparedStatement, recordsOf, schema } from "@llm-hub/db";
import type { ChatRequest } from "@llm-hub/providers";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Logger } from "pino";
import { carryOut } from "./carry-out.ts";
import { type CallEnd, drainLimits, LiveRun, type RunFacts } from "./live-run.ts";
import { markStopped } from "./mark-stopped.ts";
import type { RunRoute } from "./run-route.ts";
import type { EndRow } from "./run-view.ts";
import { type RunOutcome, settleRun } from "./settle-run.ts";

const { llmUsageLogs, testRuns } = schema;

/** How often a run shows that its process lives, keeps its text so far, and looks whether it shall stop. */
const beatMs = 2_000;
/** How many texts so far one statement keeps. */
const textsAtOnce = 50;
/** How long a settlement is tried again while the database does not answer: nothing paid for is lost to a restart. */
const settleRetriesMs = [100, 500, 2_000, 5_000, 10_000];

/** The runs that this process carries out. They depend on no request: a client may leave and come back. */
export interface RunRegistry {
	/** Begins the upstream call of a run whose row is committed. */
	start(facts: RunFacts, route: RunRoute, request: ChatRequest): LiveRun;
	get(runId: string): LiveRun | undefined;
	/** Resolves when a run of this process has ended and its row says so. */
	ended(runId: string): Promise<void> | undefined;
	/** How many runs are under way. */
	readonly size: number;
	/** True from the moment of `close()`: no run may begin any more. */
	readonly isClosed: boolean;
	/**
	 * Waits up to `graceMs` for the runs to end by themselves and for what is still read of cancelled ones, cancels and
	 * settles the rest, then stops.
	 */
	close(graceMs?: number): Promise<void>;
}

interface RegistryParts {
	db: Db;
	log: Logger;
	/** How long a cancelled answer is read on. */
	drain?: typeof drainLimits;
}

export function createRunRegistry({ db, log, drain = drainLimits }: RegistryParts): RunRegistry {
	const live = new Map<string, LiveRun>();
	const ends = new Map<string, Promise<void>>();
	let beating: Promise<void> | null = null;
	let isClosed = false;

	const timer = setInterval(() => {
		if (live.size === 0 || beating) return;
		beating = beat(db, live)
			.catch((error) => log.error({ err: error }, "run heartbeat failed"))
			.finally(() => {
				beating = null;
			});
	}, beatMs).unref();

	const run = async (liveRun: LiveRun, route: RunRoute, request: ChatRequest) => {
		const end = await carryOut(liveRun, route, request);
		liveRun.close();
		const { facts, text, reasoning, unseen, toolCalls, usage, ttftMs, latencyMs } = liveRun;
		const wasCounted = Boolean(usage?.inputTokens || usage?.outputTokens);
		const wasAnswered = text !== "" || reasoning !== "" || toolCalls.length > 0 || wasCounted;
		const mayBeBilled = liveRun.isSent && (wasAnswered || isBilledUnanswered(end));
		const answer = { text, reasoning, unseen, toolCalls, usage, ttftMs, latencyMs };
		const outcome = { asked: request, end, mayBeBilled, ...answer, ...facts };
		liveRun.ended = await settleUntilKept(db, log, outcome);
		log.info({ runId: facts.id, modelId: facts.modelId, state: end.state }, "run ended");
	};

	return {
		start: (facts, route, request) => {
			const liveRun = new LiveRun(facts, drain);
			live.set(facts.id, liveRun);
			const ended = run(liveRun, route, request)
				.catch((error) => log.error({ err: error, runId: facts.id }, "run could not be settled"))
				.finally(() => {
					live.delete(facts.id);
					ends.delete(facts.id);
					liveRun.isOver = true;
					liveRun.ring();
				});
			ends.set(facts.id, ended);
			return liveRun;
		},
		get: (runId) => live.get(runId),
		ended: (runId) => ends.get(runId),
		get size() {
			return live.size;
		},
		get isClosed() {
			return isClosed;
		},
		close: async (graceMs = 0) => {
			isClosed = true;
			if (graceMs > 0) await Promise.race([Promise.all(ends.values()), delay(graceMs, undefined, { ref: false })]);
			for (const liveRun of live.values()) liveRun.stop();
			await Promise.all(ends.values());
			clearInterval(timer);
			await beating;
		},
	};
}

/**
 * Providers bill no refusal; a request that was cut short they do, and they may still be at work on one that nobody waited
 * for any longer.
 */
export const isBilledUnanswered = (end: CallEnd): boolean => end.state !== "failed" || end.failure.gaveUp === true;

async function settleUntilKept(db: Db, log: Logger, outcome: RunOutcome): Promise<EndRow | null> {
	for (const waitMs of settleRetriesMs) {
		try {
			return await settleRun(db, outcome);
		} catch (error) {
			log.warn({ err: error, runId: outcome.id, waitMs }, "run not settled yet");
			await delay(waitMs);
		}
	}
	return settleRun(db, outcome);
}

/** One statement says that the runs live and brings back which of them somebody on another server wants to stop. */
async function beat(db: Db, live: ReadonlyMap<string, LiveRun>): Promise<void> {
	// Runs that are being ended at this moment are passed over: two who wait for each other's rows would stand still for a second.
	const free = db
		.select({ id: llmUsageLogs.id })
		.from(llmUsageLogs)
		.where(and(inArray(llmUsageLogs.id, [...live.keys()]), eq(llmUsageLogs.state, "started")))
		.for("no key update", { skipLocked: true });
	const beating = await db
		.update(llmUsageLogs)
		.set({ heartbeatAt: sql`now()` })
		.where(inArray(llmUsageLogs.id, free))
		.returning({ id: llmUsageLogs.id, cancelRequestedAt: llmUsageLogs.cancelRequestedAt });
	for (const { id, cancelRequestedAt } of beating) if (cancelRequestedAt) live.get(id)?.cancel();
	const untold = beating.filter(({ id, cancelRequestedAt }) => !cancelRequestedAt && live.get(id)?.isCancelled);
	await markStopped(
		db,
		untold.map(({ id }) => id),
	);
	const grown = [...live.values()].filter((run) => run.text.length + run.reasoning.length > run.keptLength);
	for (let at = 0; at < grown.length; at += textsAtOnce) await keepTexts(db, grown.slice(at, at + textsAtOnce));
}

// The text only grows, so a slow checkpoint can never overwrite the settled answer. That no text names its words is why
// the planner takes them for few, and finds each by its key.
const keep = preparedStatement(sql`
	with texts as (select * from ${recordsOf(testRuns, sql.placeholder("texts"))} where words is null),
	free as (select t.id from ${testRuns} t join texts using (id) for no key update of t skip locked)
	update ${testRuns} t set response = a.response, reasoning = a.reasoning
	from texts a join free using (id)
	where t.id = a.id and char_length(t.response) <= char_length(a.response)`);

async function keepTexts(db: Db, runs: readonly LiveRun[]): Promise<void> {
	const texts = runs.map(({ facts, text: response, reasoning }) => ({ id: facts.id, response, reasoning }));
	await keep(db, { texts: jsonOf(testRuns, texts) });
	for (const [index, run] of runs.entries()) {
		const { response = "", reasoning = "" } = texts[index] ?? {};
		run.keptLength = response.length + reasoning.length;
	}
}
