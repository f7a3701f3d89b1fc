import type { UserContext } from "../../context.ts";
import { NotFoundError } from "../../errors.ts";
import { trimDecimal } from "../run-view.ts";
import { decisionsOfSuite } from "./decisions.ts";
import { type LoadedCell, loadCells } from "./load-cells.ts";
import { loadSuite, type SuiteRow } from "./load-suite.ts";
import { matrixOf, statesOf } from "./matrix.ts";
import { moneyOf, type SuiteMoney } from "./money.ts";
import type { SuiteCell, SuiteOutput, SuiteProgress } from "./schema.ts";

/** A suite as its page shows it. @throws NotFoundError */
export async function showSuite(ctx: UserContext, { suiteId }: { suiteId: string }): Promise<SuiteOutput> {
	const suite = await loadSuite(ctx, suiteId);
	const [cells, money, decisions] = await Promise.all([
		loadCells(ctx.db, suiteId),
		moneyOf(ctx.db, [suiteId]),
		decisionsOfSuite(ctx, suiteId),
	]);
	const { templates, modelIds, repeats, parameters, concurrency, owner, userId } = suite;
	return {
		...progressOf(suite, statesOf(cells), money.get(suiteId)),
		lastEventId: String(suite.revision),
		owner,
		isOwn: userId === ctx.actor.userId,
		templates,
		modelIds,
		repeats,
		parameters,
		concurrency,
		cellList: cells.map(cellOf),
		matrix: matrixOf(cells, modelIds, templates.length),
		decisions,
	};
}

/** A cell with all runs that were made for it, the last first. @throws NotFoundError */
export async function showCell(ctx: UserContext, { suiteId, position }: { suiteId: string; position: number }) {
	await loadSuite(ctx, suiteId);
	const cell = (await loadCells(ctx.db, suiteId)).find((one) => one.position === position);
	if (!cell) throw new NotFoundError("The suite has no such cell.");
	return { ...cellOf(cell), runIds: cell.runIds };
}

export function progressOf(
	suite: Pick<
		SuiteRow,
		"id" | "name" | "state" | "stopKind" | "stopMessage" | "waitsUntil" | "capUsd" | "createdAt" | "endedAt"
	>,
	states: SuiteProgress["states"],
	{ spentUsd, unpriced, reservedUsd }: SuiteMoney = { spentUsd: "0", unpriced: 0, reservedUsd: "0" },
): SuiteProgress {
	const { id, name, state, stopKind, stopMessage, waitsUntil, capUsd, createdAt, endedAt } = suite;
	return {
		suiteId: id,
		name,
		state,
		stop: state === "stopped" && stopKind ? { kind: stopKind, message: stopMessage ?? "" } : null,
		waitsUntil,
		cells: Object.values(states).reduce((sum, cells) => sum + cells, 0),
		states,
		capUsd: capUsd === null ? null : trimDecimal(capUsd),
		spentUsd,
		unpriced,
		reservedUsd,
		createdAt,
		endedAt,
	};
}

/** Without what only the figures need. */
export function cellOf({ paidUsd: _, unpriced: __, revision: ___, runIds: ____, ...cell }: LoadedCell): SuiteCell {
	return cell;
}
