import { z } from "zod";

const id = z.string().min(1).max(64);
const name = z.string().trim().min(1, "Give the view a name.").max(80, "At most 80 characters.");

/** `query` is the address's, such as `?provider=groq&sort=price`. */
export const saveViewInput = z.strictObject({
	name,
	query: z
		.string()
		.max(2_000)
		.regex(/^(\?.*)?$/),
});
export type SaveViewInput = z.infer<typeof saveViewInput>;
export const renameViewInput = z.strictObject({ id, name });
export type RenameViewInput = z.infer<typeof renameViewInput>;
export const viewIdInput = z.strictObject({ id });

export const viewOutput = z.object({ id: z.string(), name: z.string(), query: z.string() });
export type ViewOutput = z.infer<typeof viewOutput>;
export const listViewsOutput = z.object({ views: z.array(viewOutput) });
export const deleteViewOutput = z.object({ deleted: z.literal(true) });
