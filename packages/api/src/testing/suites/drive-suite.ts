import { stopRuns } from "../cancel-run.ts";
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
export async function driveSuite(deps: SuiteDeps, suiteId: string, { signal, alarm }: SuiteDrive): Promise<void> {
	const { runs } = deps.services;
	while (!signal.aborted) {
		await settleCells(deps, suiteId);
		const claim = await claimCells(deps, suiteId);
		if (claim.kind === "over") return;
		if (claim.kind === "start") {
			await Promise.all(claim.cells.map((cell) => startCell(claim.ctx, claim.suite, cell)));
			const ends = claim.cells.map(({ runId }) => runs.ended(runId));
			for (const end of ends) void end?.then(alarm.ring);
			// Its place may be free again already, because it ended at once or never began.
			if (ends.includes(undefined)) continue;
		}
		if (claim.kind === "cancel") await stopRuns(deps, claim.runIds);
		const until = claim.kind === "wait" ? claim.until : null;
		const waitMs = until ? Math.min(pollMs, until.getTime() - Date.now()) : pollMs;
		await alarm.wait(Math.max(10, waitMs));
	}
}
