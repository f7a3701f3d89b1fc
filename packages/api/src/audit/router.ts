import { z } from "zod";
import { noInput } from "../auth/schema.ts";
import { streamOf } from "../stream-output.ts";
import { adminProcedure, router } from "../trpc.ts";
import { exportAudit } from "./export.ts";
import { listAudit, listAuditActions } from "./list.ts";
import { auditActionsOutput, auditProofOutput, exportAuditInput, listAuditInput, listAuditOutput } from "./schema.ts";
import { verifyAudit } from "./verify.ts";

export const auditRouter = router({
	list: adminProcedure
		.input(listAuditInput)
		.output(listAuditOutput)
		.query(({ ctx, input }) => listAudit(ctx, input)),
	actions: adminProcedure
		.input(noInput)
		.output(auditActionsOutput)
		.query(() => listAuditActions()),
	/** Yields the file in pieces. A mutation, so that no filter stands in a URL. */
	export: adminProcedure
		.input(exportAuditInput)
		.output(streamOf(z.string()))
		.mutation(({ ctx, input, signal }) => exportAudit(ctx, input, signal)),
	/** Reads all of it: a mutation, so that it is only ever asked for. */
	verify: adminProcedure
		.input(noInput)
		.output(auditProofOutput)
		.mutation(({ ctx, signal }) => verifyAudit({ db: ctx.db, keyring: ctx.services.keyring }, { signal })),
});
