import { z } from "zod";
import { modelIds } from "../schema.ts";
import { overrideReason, priceInput } from "../sync/schema.ts";

const count = z.number().int().nonnegative();

export const bulkActions = ["enable", "disable", "price"] as const;

export const previewBulkInput = z.strictObject({ ids: modelIds, action: z.enum(bulkActions) });
export type PreviewBulkInput = z.infer<typeof previewBulkInput>;

/** What an action would do to models. */
export const previewBulkOutput = z.object({
	total: count,
	/** That the action changes; the others are so already. */
	changes: count,
	/** That nobody can run whatever is done to them. */
	retired: count,
	/** That have a price set by an admin, which another one would replace. */
	overridden: count,
	/** That the catalog does not have: with one of them nothing would be changed. */
	unknownIds: z.array(z.string()),
});
export type PreviewBulkOutput = z.infer<typeof previewBulkOutput>;

export const setPricesInput = z.strictObject({ ids: modelIds, price: priceInput, reason: overrideReason });
export type SetPricesInput = z.infer<typeof setPricesInput>;

/** `undoId` takes it back, for 10 minutes and as long as nobody else changes it. */
export const bulkOutput = z.object({ changed: count, undoId: z.string().nullable() });
export type BulkOutput = z.infer<typeof bulkOutput>;

export const undoInput = z.strictObject({ undoId: z.string().min(1).max(64) });
export const undoOutput = z.object({ restored: count });
