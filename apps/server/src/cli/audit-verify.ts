import { proveAudit } from "@llm-hub/api";
import type { Env } from "../env.ts";
import { type CliIo, counted } from "./io.ts";
import { withDatabase } from "./with-database.ts";

/** `llm-hub audit verify`: 0 when the whole audit is as it was written, else 1. */
export const auditVerify = (env: Env, io: CliIo): Promise<number> =>
	withDatabase(env, "use the button under Audit", async (ctx) => {
		for await (const event of proveAudit(ctx, io.signal)) {
			if (event.type === "progress") continue;
			const { ok, checked, head, problems } = event;
			for (const { message } of problems) io.print(message);
			io.print(ok ? `${counted(checked, "event")} checked: all as they were written.` : "The audit is not whole.");
			// Kept elsewhere, this line shows later whether the database was set back as a whole.
			if (ok && head) io.print(`The last one is event ${head.seq}, ${head.hash}.`);
			return ok ? 0 : 1;
		}
		throw new Error("The proof of the audit ended without a result.");
	});
