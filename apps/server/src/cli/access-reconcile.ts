import { reconcile } from "@llm-hub/api";
import type { Env } from "../env.ts";
import { type CliIo, counted } from "./io.ts";
import { withDatabase } from "./with-database.ts";

/** `llm-hub access reconcile`: 0 when runs, ledger and counters say the same, else 1. Changes nothing. */
export const accessReconcile = (env: Env, io: CliIo): Promise<number> =>
	withDatabase(env, "open Access, Ledger", async ({ db }) => {
		const { isEven, entries, differences, runs, counters } = await reconcile(db);
		for (const { runId, problem, run, ledger } of runs) {
			io.print(`Run ${runId}: ${problem} (run: ${run ?? "none"}, ledger: ${ledger ?? "none"})`);
		}
		for (const { scope, subject, rule, period, counter, entries: sum } of counters) {
			const what = [scope, subject, rule, period].filter((part) => part !== "").join(" ");
			io.print(`Counter ${what}: counted ${counter}, the entries say ${sum}`);
		}
		io.print(
			isEven
				? `${counted(entries, "run")} of the ledger compared: runs, ledger and counters say the same.`
				: `${counted(differences, "difference")} between runs, ledger and counters.`,
		);
		return isEven ? 0 : 1;
	});
