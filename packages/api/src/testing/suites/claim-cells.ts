import { schema, type Tx } from "@llm-hub/db";
import { addUsd, formatUsd } from "@llm-hub/providers";
import { and, asc, eq, inArray } from "drizzle-orm";
import { isMore, usdLeft } from "../../access/usd.ts";
import type { UserContext } from "../../context.ts";
import { type Bounds, boundsOf } from "./bounds.ts";
import { changeCells, changeSuite, stopSuite } from "./change-suite.ts";
import { type SuiteRow, suiteRowOf } from "./load-suite.ts";
import { moneyOf } from "./money.ts";
import { openCells, runningRuns } from "./open-cells.ts";
import { ownerContext, type SuiteDeps } from "./owner.ts";

const { labSuiteCells, labSuites } = schema;

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
	const bounds = suite.capUsd === null || "refusal" in owner ? null : await boundsOf(owner, suite);
	return db.transaction(async (tx) => {
		const [locked] = await tx.select().from(labSuites).where(eq(labSuites.id, suiteId)).for("update");
		if (!locked) return { kind: "over" };
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
		const free = Math.min(locked.concurrency - open.alive, open.pending);
		if (free <= 0) return { kind: "wait", until: null };
		const { cells, refusal } = await take(tx, locked, free, bounds);
		if (cells.length > 0) return { kind: "start", ctx: owner, suite: suiteRowOf(locked), cells };
		// What is under way may give back a part of what it holds.
		if (refusal && open.running === 0) await stopSuite(tx, suiteId, "cap", refusal);
		return { kind: "wait", until: null };
	});
}

/** The suite's row is locked, so what fits under the cap here fits for all servers. */
async function take(
	tx: Tx,
	{ id, capUsd }: Pick<SuiteRow, "id" | "capUsd">,
	free: number,
	bounds: Bounds | null,
): Promise<{ cells: CellRow[]; refusal: string | null }> {
	const { position } = labSuiteCells;
	const isPending = and(eq(labSuiteCells.suiteId, id), eq(labSuiteCells.state, "pending"));
	const next = tx.select({ position }).from(labSuiteCells).where(isPending).orderBy(asc(position)).limit(free);
	const change = { state: "running", leasedUntil: new Date(Date.now() + leaseSeconds * 1000), refusal: null } as const;
	if (capUsd === null) {
		const revision = await changeSuite(tx, id, { waitsUntil: null });
		return { cells: await changeCells(tx, id, revision, inArray(position, next), change), refusal: null };
	}
	const money = (await moneyOf(tx, [id])).get(id);
	const left = usdLeft(capUsd, addUsd(money?.spentUsd ?? "0", money?.reservedUsd ?? "0"));
	const { fitting, refusal } = affordable(await next, left, bounds);
	const cells: CellRow[] = [];
	const revision = fitting.length === 0 ? 0 : await changeSuite(tx, id, { waitsUntil: null });
	for (const { position: place, reservedUsd } of fitting) {
		cells.push(...(await changeCells(tx, id, revision, eq(position, place), { ...change, reservedUsd })));
	}
	return { cells, refusal };
}

/** The first of the cells, as many as what is left pays for at their dearest, and why no more. */
function affordable(next: { position: number }[], left: string, bounds: Bounds | null) {
	const fitting: { position: number; reservedUsd: string }[] = [];
	let rest = left;
	for (const { position } of next) {
		const most = bounds?.get(position);
		// The cap was set, or others took the cells that were looked at, just now: the next look knows.
		if (most === undefined) break;
		if (most === null) return { fitting, refusal: "The price of a model is unknown now, so the cap cannot be kept." };
		if (isMore(most, rest)) return { fitting, refusal: capMessage(most, rest) };
		rest = usdLeft(rest, most);
		fitting.push({ position, reservedUsd: most });
	}
	return { fitting, refusal: null };
}

const capMessage = (bound: string, left: string): string =>
	`The next run may cost up to ${formatUsd(bound)}, and ${formatUsd(left)} is left of the cap. Raise the cap to go on.`;
