import { schema, type Tx } from "@llm-hub/db";
import { addUsd, formatUsd } from "@llm-hub/providers";
import { and, asc, count, eq, inArray, lt, sql } from "drizzle-orm";
import { isMore, usdLeft } from "../../access/usd.ts";
import type { UserContext } from "../../context.ts";
import { mostUsdOf } from "./bounds.ts";
import { changeCells, changeSuite, stopSuite } from "./change-suite.ts";
import { type SuiteRow, suiteRowOf } from "./load-suite.ts";
import { moneyOf } from "./money.ts";
import { ownerContext, type SuiteDeps } from "./owner.ts";

const { labSuites, labSuiteCells, llmUsageLogs } = schema;

/** So long a start may take; after that its server is taken for dead, and another starts the same run. */
const leaseSeconds = 60;

export type CellRow = typeof labSuiteCells.$inferSelect;

/** What is to be done for a suite now. */
export type Claim =
	| { kind: "start"; ctx: UserContext; suite: SuiteRow; cells: CellRow[] }
	/** Nothing until something ends, or until then. */
	| { kind: "wait"; until: Date | null }
	/** Somebody cancelled it: what is under way is to be stopped. */
	| { kind: "cancel"; runIds: string[] }
	| { kind: "over" };

/**
 * Takes the next cells of a suite for this process, as many as may be under way, each with what it may cost taken from
 * the cap. Servers take turns on the suite's row. Ends the suite when nothing is left, and stops it where the cap has no
 * room for the next cell or its owner may no longer spend.
 */
export async function claimCells(deps: SuiteDeps, suiteId: string): Promise<Claim> {
	const { db } = deps;
	const [row] = await db.select().from(labSuites).where(eq(labSuites.id, suiteId));
	if (!row) return { kind: "over" };
	const suite = suiteRowOf(row);
	const owner = await ownerContext(deps, suite);
	const next = await nextCells(db, suite);
	const bounds = new Map<number, string | null>();
	if (suite.capUsd !== null && !("refusal" in owner)) {
		for (const { position, modelId, templateIndex } of next) {
			bounds.set(position, await boundOf(owner, suite, modelId, templateIndex));
		}
	}
	return db.transaction(async (tx) => {
		const [locked] = await tx.select().from(labSuites).where(eq(labSuites.id, suiteId)).for("update");
		if (!locked) return { kind: "over" };
		await takeBackDead(tx, suiteId);
		const open = await openCells(tx, suiteId);
		if (locked.state !== "running" && open.running === 0) return { kind: "over" };
		if (locked.state === "cancelled") return { kind: "cancel", runIds: await runningRuns(tx, suiteId) };
		if (locked.state !== "running") return { kind: "wait", until: null };
		if (open.pending + open.running === 0) {
			await changeSuite(tx, suiteId, { state: "done", endedAt: new Date(), waitsUntil: null });
			return { kind: "over" };
		}
		if ("refusal" in owner) {
			await stopSuite(tx, suiteId, "owner", owner.refusal);
			return { kind: "wait", until: null };
		}
		if (locked.waitsUntil && locked.waitsUntil > new Date()) return { kind: "wait", until: locked.waitsUntil };
		const free = Math.max(0, locked.concurrency - open.running);
		const { cells, refusal } = await take(tx, suiteRowOf(locked), next.slice(0, free), bounds);
		if (cells.length > 0) return { kind: "start", ctx: owner, suite: suiteRowOf(locked), cells };
		// What is under way may give back a part of what it holds.
		if (refusal && open.running === 0) await stopSuite(tx, suiteId, "cap", refusal);
		return { kind: "wait", until: null };
	});
}

/** The suite's row is locked, so what fits under the cap here fits for all servers. */
async function take(
	tx: Tx,
	{ id, capUsd }: SuiteRow,
	next: CellRow[],
	bounds: ReadonlyMap<number, string | null>,
): Promise<{ cells: CellRow[]; refusal: string | null }> {
	const positions = next.map(({ position }) => position);
	const stillPending = await tx
		.select({ position: labSuiteCells.position, modelId: labSuiteCells.modelId })
		.from(labSuiteCells)
		.where(and(ofSuite(id), inArray(labSuiteCells.position, positions), eq(labSuiteCells.state, "pending")))
		.orderBy(asc(labSuiteCells.position));
	if (stillPending.length === 0) return { cells: [], refusal: null };
	const money = (await moneyOf(tx, [id])).get(id);
	let left = capUsd === null ? null : usdLeft(capUsd, addUsd(money?.spentUsd ?? "0", money?.reservedUsd ?? "0"));
	const leasedUntil = new Date(Date.now() + leaseSeconds * 1000);
	const cells: CellRow[] = [];
	const revision = await changeSuite(tx, id, { waitsUntil: null });
	for (const { position, modelId } of stillPending) {
		const bound = bounds.get(position) ?? null;
		if (left !== null) {
			if (bound === null)
				return { cells, refusal: `The price of ${modelId} is unknown now, so the cap cannot be kept.` };
			if (isMore(bound, left)) return { cells, refusal: capMessage(bound, left) };
			left = usdLeft(left, bound);
		}
		const change = { state: "running", reservedUsd: left === null ? null : bound, leasedUntil, refusal: null } as const;
		cells.push(...(await changeCells(tx, id, revision, eq(labSuiteCells.position, position), change)));
	}
	return { cells, refusal: null };
}

const capMessage = (bound: string, left: string): string =>
	`The next run may cost up to ${formatUsd(bound)}, and ${formatUsd(left)} is left of the cap. Raise the cap to go on.`;

const ofSuite = (id: string) => eq(labSuiteCells.suiteId, id);

async function openCells(tx: Tx, suiteId: string): Promise<{ pending: number; running: number }> {
	const rows = await tx
		.select({ state: labSuiteCells.state, cells: count() })
		.from(labSuiteCells)
		.where(and(ofSuite(suiteId), inArray(labSuiteCells.state, ["pending", "running"])))
		.groupBy(labSuiteCells.state);
	const cellsIn = (state: CellRow["state"]) => rows.find((row) => row.state === state)?.cells ?? 0;
	return { pending: cellsIn("pending"), running: cellsIn("running") };
}

const runningRuns = async (tx: Tx, suiteId: string): Promise<string[]> => {
	const rows = await tx
		.select({ runId: labSuiteCells.runId })
		.from(labSuiteCells)
		.where(and(ofSuite(suiteId), eq(labSuiteCells.state, "running")));
	return rows.map(({ runId }) => runId);
};

/** A cell whose server died before its run began was never sent: it begins anew, with the same run. */
async function takeBackDead(tx: Tx, suiteId: string): Promise<void> {
	const isDead = and(
		ofSuite(suiteId),
		eq(labSuiteCells.state, "running"),
		lt(labSuiteCells.leasedUntil, sql`now()`),
		sql`not exists (select from ${llmUsageLogs} where ${llmUsageLogs.id} = ${labSuiteCells.runId})`,
	);
	const dead = await tx.select({ position: labSuiteCells.position }).from(labSuiteCells).where(isDead);
	if (dead.length === 0) return;
	const revision = await changeSuite(tx, suiteId);
	await changeCells(tx, suiteId, revision, isDead, { state: "pending", reservedUsd: null, leasedUntil: null });
}

const nextCells = (db: SuiteDeps["db"], { id, concurrency }: SuiteRow): Promise<CellRow[]> =>
	db
		.select()
		.from(labSuiteCells)
		.where(and(eq(labSuiteCells.suiteId, id), eq(labSuiteCells.state, "pending")))
		.orderBy(asc(labSuiteCells.position))
		.limit(concurrency);

/** A key that is missing is told by the start itself, so it is no reason to hold nothing for the cell. */
async function boundOf(
	ctx: UserContext,
	{ templates, parameters }: SuiteRow,
	modelId: string,
	templateIndex: number,
): Promise<string | null> {
	const template = templates[templateIndex];
	if (!template) return null;
	return mostUsdOf(ctx, modelId, template, parameters).catch(() => "0");
}
