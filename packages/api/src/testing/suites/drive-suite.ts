import { stopRuns } from "../cancel-run.ts";
import { untilChange } from "../follow-run.ts";
import { claimCells } from "./claim-cells.ts";
import type { SuiteDeps } from "./owner.ts";
import { settleCells } from "./settle-cells.ts";
import { startCell } from "./start-cell.ts";
import type { SuiteDrive } from "./suite-registry.ts";

/** How often cells are looked up that another server carries out. */
const pollMs = 1_000;

/**
 * Carries a suite out until none of its cells is under way or can begin. Any number of servers may do so at once, and one
 * that dies leaves the rest to the others, or to its next start.
 */
export async function driveSuite(deps: SuiteDeps, suiteId: string, { signal, woken }: SuiteDrive): Promise<void> {
	const { runs } = deps.services;
	const ends = new Map<string, Promise<void>>();
	while (!signal.aborted) {
		// Listen before reading: what comes in between is not missed.
		const changes = [woken(), ...ends.values()];
		await settleCells(deps, suiteId);
		const claim = await claimCells(deps, suiteId);
		if (claim.kind === "over") return;
		if (claim.kind === "start") {
			await Promise.all(claim.cells.map((cell) => startCell(claim.ctx, claim.suite, cell)));
			for (const { runId } of claim.cells) {
				const ended = runs.ended(runId)?.finally(() => ends.delete(runId));
				if (ended) ends.set(runId, ended);
			}
			// Its place may be free again already, because it ended at once or never began.
			if (claim.cells.some(({ runId }) => !ends.has(runId))) continue;
			changes.push(...ends.values());
		}
		if (claim.kind === "cancel") await stopRuns(deps, claim.runIds);
		const until = claim.kind === "wait" ? claim.until : null;
		const waitMs = until ? Math.min(pollMs, until.getTime() - Date.now()) : pollMs;
		await untilChange(changes, Math.max(10, waitMs), signal);
	}
}
