import { z } from "zod";
import { providerIdField, providerTypeField } from "./schema.ts";

/** All saved keys of the provider, the first to be tried first. */
export const reorderKeysInput = z.strictObject({
	providerType: providerTypeField,
	providerIds: z
		.array(providerIdField)
		.min(1)
		.max(1000)
		.refine((ids) => new Set(ids).size === ids.length, { message: "A key stands twice." }),
});
export const reorderKeysOutput = z.object({ providerIds: z.array(z.string()) });
export type ReorderKeysInput = z.infer<typeof reorderKeysInput>;

export const setKeyEnabledInput = z.strictObject({ providerId: providerIdField, enabled: z.boolean() });
export const setKeyEnabledOutput = z.object({ providerId: z.string(), enabled: z.boolean() });
export type SetKeyEnabledInput = z.infer<typeof setKeyEnabledInput>;

/** After how many days pages remind of a key; 0 is never. */
export const reminder = z.strictObject({
	days: z
		.number("Enter a number of days.")
		.int("Enter whole days.")
		.min(0, "Enter 0 for no reminder, or a number of days.")
		.max(3650, "A reminder comes after at most 3,650 days."),
});
export type Reminder = z.infer<typeof reminder>;
