import { adminProcedure, publicProcedure, router } from "../../trpc.ts";
import { deleteAlias, listAliases, saveAlias } from "./aliases.ts";
import { aliasNameInput, deleteAliasOutput, listAliasesOutput, saveAliasInput, saveAliasOutput } from "./schema.ts";

export const aliasesRouter = router({
	list: publicProcedure.output(listAliasesOutput).query(({ ctx }) => listAliases(ctx)),
	save: adminProcedure
		.input(saveAliasInput)
		.output(saveAliasOutput)
		.mutation(({ ctx, input }) => saveAlias(ctx, input)),
	delete: adminProcedure
		.input(aliasNameInput)
		.output(deleteAliasOutput)
		.mutation(({ ctx, input }) => deleteAlias(ctx, input.name)),
});
