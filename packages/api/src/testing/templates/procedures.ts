import { z } from "zod";
import { publicProcedure, router, spenderProcedure } from "../../trpc.ts";
import { listTemplates } from "./list-templates.ts";
import { createTemplate, deleteTemplate, restoreTemplate, updateTemplate } from "./save-template.ts";
import { createTemplateInput, template, templateIdInput, updateTemplateInput } from "./schema.ts";

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
});
