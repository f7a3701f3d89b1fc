import { z } from "zod";
import { protectedProcedure, publicProcedure, router, spenderProcedure } from "../../trpc.ts";
import { listTemplates } from "./list-templates.ts";
import { createTemplate, deleteTemplate, restoreTemplate, updateTemplate } from "./save-template.ts";
import {
	createTemplateInput,
	template,
	templateIdInput,
	tryChecksInput,
	tryChecksOutput,
	updateTemplateInput,
} from "./schema.ts";
import { tryChecks } from "./try-checks.ts";

const idOutput = z.object({ id: z.string() });

/** Prompts to start from: the built-in ones, one's own, and what others share. */
export const templateProcedures = router({
	list: publicProcedure.output(z.array(template)).query(({ ctx }) => listTemplates(ctx)),
	create: spenderProcedure
		.input(createTemplateInput)
		.output(template)
		.mutation(({ ctx, input }) => createTemplate(ctx, input)),
	update: spenderProcedure
		.input(updateTemplateInput)
		.output(template)
		.mutation(({ ctx, input }) => updateTemplate(ctx, input)),
	delete: spenderProcedure
		.input(templateIdInput)
		.output(idOutput)
		.mutation(({ ctx, input }) => deleteTemplate(ctx, input)),
	restore: spenderProcedure
		.input(templateIdInput)
		.output(idOutput)
		.mutation(({ ctx, input }) => restoreTemplate(ctx, input)),
	/** A mutation, because an answer must not stand in a URL; it changes nothing and spends nothing. */
	tryChecks: protectedProcedure
		.input(tryChecksInput)
		.output(tryChecksOutput)
		.mutation(({ input }) => tryChecks(input)),
});
