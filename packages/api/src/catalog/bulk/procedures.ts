import { adminProcedure, router } from "../../trpc.ts";
import { previewBulk } from "./preview.ts";
import { bulkOutput, previewBulkInput, previewBulkOutput, setPricesInput, undoInput, undoOutput } from "./schema.ts";
import { setPrices } from "./set-prices.ts";
import { undoChange } from "./undo.ts";

/** Changes of many models at once; `catalog.setEnabled` is the other one. */
export const bulkRouter = router({
	// Changes nothing, but thousands of ids fit no address.
	preview: adminProcedure
		.input(previewBulkInput)
		.output(previewBulkOutput)
		.mutation(({ ctx, input }) => previewBulk(ctx, input)),
	setPrices: adminProcedure
		.input(setPricesInput)
		.output(bulkOutput)
		.mutation(({ ctx, input }) => setPrices(ctx, input)),
	undo: adminProcedure
		.input(undoInput)
		.output(undoOutput)
		.mutation(({ ctx, input }) => undoChange(ctx, input.undoId)),
});
