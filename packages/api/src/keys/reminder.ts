import { type DbOrTx, schema } from "@llm-hub/db";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "../audit/record.ts";
import type { UserContext } from "../context.ts";
import type { Reminder } from "./arrange-schema.ts";

const { settings } = schema;

const settingKey = "keys.reminder";
const defaultDays = 90;
const dayMs = 86_400_000;
const stored = z.object({ days: z.number() });

/** After how many days a key counts as old; 0 is never. */
export async function reminderDays(db: DbOrTx): Promise<number> {
	const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, settingKey));
	return stored.safeParse(row?.value).data?.days ?? defaultDays;
}

/** Whether a key that was entered then is to be replaced by now. */
export const isDue = (enteredAt: Date, days: number, now = new Date()): boolean =>
	days > 0 && now.getTime() - enteredAt.getTime() >= days * dayMs;

/** Sets when the pages remind of old keys. */
export async function setReminder(ctx: UserContext, { days }: Reminder): Promise<Reminder> {
	await ctx.db.transaction(async (tx) => {
		const before = { days: await reminderDays(tx) };
		const row = { value: { days }, updatedAt: new Date() };
		await tx
			.insert(settings)
			.values({ key: settingKey, ...row })
			.onConflictDoUpdate({ target: settings.key, set: row });
		const target = { type: "setting", id: settingKey, name: "Reminder of old keys" };
		await recordAudit(tx, ctx, { action: "keys.reminder", target, before, after: { days } });
	});
	return { days };
}
