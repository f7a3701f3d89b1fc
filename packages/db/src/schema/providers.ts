import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** A saved provider key, with the host it was saved for. */
export const llmProviders = pgTable(
	"llm_providers",
	{
		id: text("id").primaryKey(),
		providerType: text("provider_type").notNull(),
		name: text("name").notNull(),
		/** The name as it stands in a model id: `custom/<slug>/<model>`. */
		slug: text("slug").notNull(),
		/** Only for `custom`; the named providers' hosts are fixed in code. */
		baseUrl: text("base_url"),
		/** A sealed envelope (see packages/api/src/keys/envelope.ts); null where a server needs no key. */
		encryptedSecret: text("encrypted_secret"),
		keyPreview: text("key_preview"),
		enabled: boolean("enabled").notNull().default(true),
		/** Lower is tried first. */
		priority: integer("priority").notNull().default(100),
		healthStatus: text("health_status", { enum: ["healthy", "unhealthy", "unknown"] })
			.notNull()
			.default("unknown"),
		testStatus: text("test_status", { enum: ["success", "failed"] }),
		lastTestedAt: moment("last_tested_at"),
		/** The stages of the last test as they were shown. */
		lastTest: jsonb("last_test"),
		createdBy: text("created_by"),
		createdAt: moment("created_at").notNull().defaultNow(),
		updatedAt: moment("updated_at").notNull().defaultNow(),
		/** When the secret itself was last replaced: what a key's age counts from. */
		rotatedAt: moment("rotated_at").notNull().defaultNow(),
	},
	(table) => [
		uniqueIndex("llm_providers_type_name").on(table.providerType, table.name),
		uniqueIndex("llm_providers_type_slug").on(table.providerType, table.slug),
		index("llm_providers_type_priority").on(table.providerType, table.priority),
	],
);
