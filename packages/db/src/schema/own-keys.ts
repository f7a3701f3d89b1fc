import { jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { users } from "./users.ts";

/** A provider key that somebody brought: it pays for that person's runs alone. Named providers only: their hosts are fixed. */
export const userProviderKeys = pgTable(
	"user_provider_keys",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		providerType: text("provider_type").notNull(),
		/** A sealed envelope (see packages/api/src/keys/envelope.ts). */
		encryptedSecret: text("encrypted_secret").notNull(),
		keyPreview: text("key_preview").notNull(),
		/** The stages of the last test as they were shown. */
		lastTest: jsonb("last_test"),
		lastTestedAt: moment("last_tested_at"),
		createdAt: moment("created_at").notNull().defaultNow(),
		/** When the secret was last entered. */
		rotatedAt: moment("rotated_at").notNull().defaultNow(),
	},
	(table) => [uniqueIndex("user_provider_keys_user_type").on(table.userId, table.providerType)],
);
