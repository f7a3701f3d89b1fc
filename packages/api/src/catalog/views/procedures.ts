import { accountProcedure, router } from "../../trpc.ts";
import {
	deleteViewOutput,
	listViewsOutput,
	renameViewInput,
	saveViewInput,
	viewIdInput,
	viewOutput,
} from "./schema.ts";
import { deleteView, listViews, renameView, saveView } from "./views.ts";

export const viewsRouter = router({
	list: accountProcedure.output(listViewsOutput).query(({ ctx }) => listViews(ctx)),
	save: accountProcedure
		.input(saveViewInput)
		.output(viewOutput)
		.mutation(({ ctx, input }) => saveView(ctx, input)),
	rename: accountProcedure
		.input(renameViewInput)
		.output(viewOutput)
		.mutation(({ ctx, input }) => renameView(ctx, input)),
	delete: accountProcedure
		.input(viewIdInput)
		.output(deleteViewOutput)
		.mutation(({ ctx, input }) => deleteView(ctx, input.id)),
});
