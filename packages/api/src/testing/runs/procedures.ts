import { z } from "zod";
import { streamOf } from "../../stream-output.ts";
import { protectedProcedure, router, spenderProcedure } from "../../trpc.ts";
import { deleteRuns } from "./delete-runs.ts";
import { exportRuns } from "./export-runs.ts";
import { listRuns } from "./list-runs.ts";
import { deleteRunsInput, deleteRunsOutput, exportRunsInput, listRunsInput, listRunsOutput } from "./schema.ts";

/** The runs that were made, to find, take along and delete. */
export const runProcedures = router({
	list: protectedProcedure
		.input(listRunsInput)
		.output(listRunsOutput)
		.query(({ ctx, input }) => listRuns(ctx, input)),
	delete: spenderProcedure
		.input(deleteRunsInput)
		.output(deleteRunsOutput)
		.mutation(({ ctx, input }) => deleteRuns(ctx, input)),
	/** A mutation, because searched words must not stand in a log; it changes nothing. The file comes in pieces. */
	export: protectedProcedure
		.input(exportRunsInput)
		.output(streamOf(z.string()))
		.mutation(({ ctx, input, signal }) => exportRuns(ctx, input, signal)),
});
