import { z } from "zod";
import { noInput } from "../auth/schema.ts";
import { streamOf } from "../stream-output.ts";
import { adminProcedure, router } from "../trpc.ts";
import { exportAudit } from "./export.ts";
import { auditEventById, listAudit, listAuditActions } from "./list.ts";
import { auditStatus, proveAudit } from "./prove.ts";
import {
	auditActionsOutput,
	auditEventInput,
	auditEventOutput,
	auditProofEvent,
	auditStatusOutput,
	exportAuditInput,
	listAuditInput,
	listAuditOutput,
} from "./schema.ts";

export const auditRouter = router({
	list: adminProcedure
		.input(listAuditInput)
		.output(listAuditOutput)
		.query(({ ctx, input }) => listAudit(ctx, input)),
	byId: adminProcedure
		.input(auditEventInput)
		.output(auditEventOutput)
		.query(({ ctx, input }) => auditEventById(ctx, input)),
	actions: adminProcedure
		.input(noInput)
		.output(auditActionsOutput)
		.query(() => listAuditActions()),
	/** Yields the file in pieces. A mutation, so that no filter stands in a URL. */
	export: adminProcedure
		.input(exportAuditInput)
		.output(streamOf(z.string()))
		.mutation(({ ctx, input, signal }) => exportAudit(ctx, input, signal)),
	/** How much there is, and what the last proof found. */
	status: adminProcedure
		.input(noInput)
		.output(auditStatusOutput)
		.query(({ ctx }) => auditStatus(ctx)),
	/** Reads all of it and keeps what it found; yields progress, then the result. A mutation, so that it is only asked for. */
	verify: adminProcedure
		.input(noInput)
		.output(streamOf(auditProofEvent))
		.mutation(({ ctx, signal }) => proveAudit(ctx, signal)),
});
