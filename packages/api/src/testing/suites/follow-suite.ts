import { setTimeout as delay } from "node:timers/promises";
import type { UserContext } from "../../context.ts";
import { InvalidInputError } from "../../errors.ts";
import { loadCells } from "./load-cells.ts";
import { loadSuite } from "./load-suite.ts";
import { matrixOf, statesOf } from "./matrix.ts";
import { moneyOf } from "./money.ts";
import type { SuiteEvent } from "./schema.ts";
import { cellOf, progressOf } from "./show-suite.ts";

/** How often a suite is looked at; what changed in between travels as one event. */
const pollMs = 400;

/**
 * Follows a suite from its beginning, or from just after `lastEventId`, until nothing of it is under way. It starts
 * nothing: any number may follow, leave and come back, on any server. Ends when `signal` aborts.
 * @throws NotFoundError; InvalidInputError for an id that was never an event's
 */
export async function* followSuite(
	ctx: UserContext,
	{ suiteId, lastEventId }: { suiteId: string; lastEventId?: string | null | undefined },
	signal?: AbortSignal,
): AsyncGenerator<{ id: string; event: SuiteEvent }> {
	let seen = parseRevision(lastEventId);
	for (let isFirst = true; !signal?.aborted; isFirst = false) {
		const suite = await loadSuite(ctx, suiteId);
		if (isFirst || suite.revision > seen) {
			const [cells, money] = await Promise.all([loadCells(ctx.db, suiteId), moneyOf(ctx.db, [suiteId])]);
			const states = statesOf(cells);
			const changed = cells.filter(({ revision }) => revision > seen || seen === 0);
			seen = suite.revision;
			const progress = progressOf(suite, states, money.get(suiteId));
			const matrix = matrixOf(cells, suite.modelIds, suite.templates.length);
			yield { id: String(seen), event: { progress, cells: changed.map(cellOf), matrix } };
			if (suite.state !== "running" && states.running === 0) return;
		}
		await delay(pollMs, undefined, { signal, ref: false }).catch(() => {});
	}
}

function parseRevision(id: string | null | undefined): number {
	if (!id) return 0;
	if (!/^\d{1,9}$/.test(id)) throw new InvalidInputError("lastEventId", "This is not the id of an event of a suite.");
	return Number(id);
}
