import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, serial, text, uniqueIndex } from "drizzle-orm/pg-core";
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
		/** Counts up with every secret that was ever entered here, and stands in the envelope's associated data. */
		keyVersion: integer("key_version").notNull().default(1),
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
		/** When the clock tests it next. */
		nextTestAt: moment("next_test_at").notNull().defaultNow(),
		/** The provider refused the secret: other keys are tried first until a test or a run finds it good again. */
		setAsideAt: moment("set_aside_at"),
		setAsideReason: text("set_aside_reason"),
		setAsideMessage: text("set_aside_message"),
		/** Tests since then that found it still refused; the wait until the next one doubles with each. */
		setAsideTests: integer("set_aside_tests").notNull().default(0),
		createdBy: text("created_by"),
		createdAt: moment("created_at").notNull().defaultNow(),
		updatedAt: moment("updated_at").notNull().defaultNow(),
		/** When the secret in use was entered: what a key's age counts from. */
		rotatedAt: moment("rotated_at").notNull().defaultNow(),
	},
	(table) => [
		uniqueIndex("llm_providers_type_name").on(table.providerType, table.name),
		uniqueIndex("llm_providers_type_slug").on(table.providerType, table.slug),
		index("llm_providers_type_priority").on(table.providerType, table.priority),
	],
);

export const keySlotStates = ["staged", "sharing", "grace", "retired"] as const;

/**
 * The versions of a saved key beside the one in use, which stands in its own row: at most one that comes (`staged`,
 * `sharing`) or goes (`grace`), and those whose secret is destroyed (`retired`).
 */
export const providerKeyVersions = pgTable(
	"provider_key_versions",
	{
		/** `<provider id>/<version>` */
		id: text("id").primaryKey(),
		providerId: text("provider_id")
			.notNull()
			.references(() => llmProviders.id, { onDelete: "cascade" }),
		version: integer("version").notNull(),
		state: text("state", { enum: keySlotStates }).notNull(),
		/** A sealed envelope; null where a server needs no key, and once retired. */
		encryptedSecret: text("encrypted_secret"),
		keyPreview: text("key_preview"),
		/** While `sharing`: of 100 runs, how many it pays for. */
		sharePercent: integer("share_percent"),
		testStatus: text("test_status", { enum: ["success", "failed"] }),
		lastTestedAt: moment("last_tested_at"),
		lastTest: jsonb("last_test"),
		enteredAt: moment("entered_at").notNull(),
		/** While in `grace`: when its secret is destroyed. */
		graceUntil: moment("grace_until"),
		retiredAt: moment("retired_at"),
	},
	(table) => [
		uniqueIndex("provider_key_versions_version").on(table.providerId, table.version),
		uniqueIndex("provider_key_versions_slot").on(table.providerId).where(sql`${table.state} <> 'retired'`),
	],
);

/** What tests found, for the health over time; kept for 30 days. */
export const keyTests = pgTable(
	"key_tests",
	{
		id: serial("id").primaryKey(),
		/** The saved key's id, or `environment/<provider type>`. */
		subject: text("subject").notNull(),
		/** Which version of the saved key. */
		version: integer("version"),
		at: moment("at").notNull(),
		success: boolean("success").notNull(),
		/** A member of the closed union of failures. */
		reason: text("reason"),
		latencyMs: integer("latency_ms").notNull(),
		modelsFound: integer("models_found"),
		trigger: text("trigger", { enum: ["admin", "clock"] }).notNull(),
	},
	(table) => [index("key_tests_subject").on(table.subject, table.at), index("key_tests_at").on(table.at)],
);
