import { z } from "zod";

/** Without a slash, which every model's id has: an alias can never be one. */
const aliasName = z
	.string()
	.trim()
	.toLowerCase()
	.regex(
		/^[a-z0-9][a-z0-9._-]{2,62}$/,
		"An alias has 3 to 63 letters, digits, dots, dashes or underscores, such as fast or house-default.",
	);

export const saveAliasInput = z.strictObject({ name: aliasName, modelId: z.string().min(1).max(300) });
export type SaveAliasInput = z.infer<typeof saveAliasInput>;
export const aliasNameInput = z.strictObject({ name: z.string().min(1).max(63) });

export const aliasOutput = z.object({ name: z.string(), modelId: z.string(), updatedAt: z.date() });
export const listAliasesOutput = z.object({ aliases: z.array(aliasOutput) });
export type ListAliasesOutput = z.infer<typeof listAliasesOutput>;

/** `from` is the model that it named before; null where it is new. */
export const saveAliasOutput = z.object({ from: z.string().nullable(), undoId: z.string().nullable() });
export const deleteAliasOutput = z.object({ undoId: z.string() });
