import { schema, type Tx } from "@llm-hub/db";
import { and, eq, inArray, sql } from "drizzle-orm";
import { isMore } from "../../access/usd.ts";
import type { UserContext } from "../../context.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { carryOn } from "./carry-on.ts";
import { changeCells, changeSuite } from "./change-suite.ts";
import { loadOwnSuite } from "./load-suite.ts";
import { moneyOf } from "./money.ts";
import type { ResumeSuiteInput, SuiteOutput } from "./schema.ts";
import { showSuite } from "./show-suite.ts";

const { labDecisions, labSuiteCells, labSuites, llmUsageLogs } = schema;

type Locked = typeof labSuites.$inferSelect;

/**
 * Begins no cell any more and stops those under way, which are paid for as far as they came. It can be resumed. One that
 * is over stays as it is. @throws NotFoundError
 */
export async function cancelSuite(ctx: UserContext, { suiteId }: { suiteId: string }): Promise<SuiteOutput> {
	await change(ctx, suiteId, async (tx, { state, stopKind }) => {
		if (state === "done" || state === "cancelled") return;
		const endedAt = new Date();
		await changeSuite(tx, suiteId, { state: "cancelled", stopKind: stopKind && null, waitsUntil: null, endedAt });
	});
	return showSuite(ctx, { suiteId });
}

/**
 * Goes on with the cells that have not begun, with another cap where one is given.
 * @throws NotFoundError; ConflictError when nothing is left; InvalidInputError for a cap below what was spent
 */
export async function resumeSuite(ctx: UserContext, { suiteId, capUsd }: ResumeSuiteInput): Promise<SuiteOutput> {
	await change(ctx, suiteId, async (tx, suite) => {
		const pending = await tx.$count(
			labSuiteCells,
			and(eq(labSuiteCells.suiteId, suiteId), eq(labSuiteCells.state, "pending")),
		);
		if (suite.state !== "running" && pending === 0) throw new ConflictError("Nothing is left to run.");
		const cap = capUsd === undefined ? suite.capUsd : capUsd;
		const spentUsd = (await moneyOf(tx, [suiteId])).get(suiteId)?.spentUsd ?? "0";
		if (cap !== null && !isMore(cap, spentUsd)) {
			throw new InvalidInputError("capUsd", `$${spentUsd} was spent already. Give a cap above that.`);
		}
		await changeSuite(tx, suiteId, { ...goingOn(ctx), capUsd: cap });
	});
	return showSuite(ctx, { suiteId });
}

/**
 * Runs again every cell that failed or was stopped. Only a person does so: what such a cell cost is spent, and stays
 * counted. @throws NotFoundError; ConflictError when there is none
 */
export async function retryFailed(ctx: UserContext, { suiteId }: { suiteId: string }): Promise<SuiteOutput> {
	const { earlierRunIds, runId, state } = labSuiteCells;
	const began = sql`exists (select from ${llmUsageLogs} where ${llmUsageLogs.id} = ${runId})`;
	await change(ctx, suiteId, async (tx) => {
		const revision = await changeSuite(tx, suiteId, goingOn(ctx));
		const again = await changeCells(tx, suiteId, revision, inArray(state, ["failed", "cancelled"]), {
			state: "pending",
			runId: sql`gen_random_uuid()::text`,
			earlierRunIds: sql`case when ${began} then ${earlierRunIds} || ${runId} else ${earlierRunIds} end`,
			reservedUsd: null,
			refusal: null,
			passed: null,
		});
		if (again.length === 0) throw new ConflictError("No cell has failed.");
	});
	return showSuite(ctx, { suiteId });
}

/** Deletes a suite; its runs stay in the history. @throws NotFoundError; ConflictError while it is under way, or decided from */
export async function deleteSuite(ctx: UserContext, { suiteId }: { suiteId: string }): Promise<{ suiteId: string }> {
	await change(ctx, suiteId, async (tx, { state }) => {
		const ofSuite = eq(labSuiteCells.suiteId, suiteId);
		const running = await tx.$count(labSuiteCells, and(ofSuite, eq(labSuiteCells.state, "running")));
		if (state === "running" || running > 0) throw new ConflictError("Cancel the suite first.");
		if ((await tx.$count(labDecisions, eq(labDecisions.suiteId, suiteId))) > 0) {
			throw new ConflictError("A decision stands on this suite, so it stays as its evidence.");
		}
		await tx.delete(labSuites).where(eq(labSuites.id, suiteId));
	});
	return { suiteId };
}

/** The caller answers for what follows, with whatever they called with. */
const goingOn = ({ actor }: UserContext) =>
	({
		state: "running",
		stopKind: null,
		stopMessage: null,
		endedAt: null,
		tokenId: actor.kind === "token" ? actor.tokenId : null,
	}) as const;

/** Changes the caller's suite under its lock, then has it looked at. */
async function change(
	ctx: UserContext,
	suiteId: string,
	work: (tx: Tx, suite: Locked) => Promise<unknown>,
): Promise<void> {
	await loadOwnSuite(ctx, suiteId);
	await ctx.db.transaction(async (tx) => {
		const [suite] = await tx.select().from(labSuites).where(eq(labSuites.id, suiteId)).for("update");
		if (suite) await work(tx, suite);
	});
	carryOn(ctx, suiteId);
}
