import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, serial, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { llmModels } from "./models.ts";

export const syncStates = ["running", "success", "failed", "cancelled"] as const;

/** What each sync found at each provider or custom endpoint: one row an endpoint a sync. */
export const catalogSyncs = pgTable(
	"catalog_syncs",
	{
		id: serial("id").primaryKey(),
		/** The same in all rows of one sync. */
		syncId: text("sync_id").notNull(),
		providerType: text("provider_type").notNull(),
		/** Custom endpoints only. */
		endpointSlug: text("endpoint_slug"),
		/** What people called the endpoint at that time. */
		name: text("name").notNull(),
		trigger: text("trigger", { enum: ["clock", "admin"] }).notNull(),
		startedBy: text("started_by"),
		/** `running` without `startedAt` is waiting for its turn. */
		state: text("state", { enum: syncStates }).notNull(),
		pages: integer("pages").notNull().default(0),
		modelsFound: integer("models_found").notNull().default(0),
		newModels: integer("new_models").notNull().default(0),
		changedModels: integer("changed_models").notNull().default(0),
		goneModels: integer("gone_models").notNull().default(0),
		/** Changes that wait for a person since this sync. */
		pendingChanges: integer("pending_changes").notNull().default(0),
		/** A member of the closed union of failures, with a message that is safe to show. */
		failureReason: text("failure_reason"),
		failureMessage: text("failure_message"),
		createdAt: moment("created_at").notNull(),
		startedAt: moment("started_at"),
		endedAt: moment("ended_at"),
		/** When the process that syncs last said that it lives. */
		heartbeatAt: moment("heartbeat_at").notNull(),
		cancelRequestedAt: moment("cancel_requested_at"),
	},
	(table) => [
		index("catalog_syncs_sync").on(table.syncId),
		index("catalog_syncs_endpoint").on(table.providerType, table.endpointSlug, table.id),
		index("catalog_syncs_running").on(table.id).where(sql`${table.state} = 'running'`),
	],
);

export const changeKinds = [
	"new",
	"gone",
	"back",
	"repriced",
	"limits_changed",
	"capabilities_changed",
	"sources_disagree",
	"deprecated",
] as const;
export const changeStates = ["applied", "pending", "accepted", "dismissed"] as const;

/** The change inbox: what syncs found to be different, and what of it waits for a person. */
export const catalogChanges = pgTable(
	"catalog_changes",
	{
		id: serial("id").primaryKey(),
		modelId: text("model_id")
			.notNull()
			.references(() => llmModels.id),
		kind: text("kind", { enum: changeKinds }).notNull(),
		/** The facts in question only, such as `{ price }` or `{ contextLength }`. */
		before: jsonb("before"),
		after: jsonb("after"),
		state: text("state", { enum: changeStates }).notNull(),
		detectedAt: moment("detected_at").notNull(),
		/** Who accepted or dismissed; null in a dismissed row: the sources no longer say so, or the model has retired. */
		decidedBy: text("decided_by"),
		decidedAt: moment("decided_at"),
		/** Of the sync that found it, or `seed-…` of the shipped catalog that did. */
		syncId: text("sync_id").notNull(),
	},
	(table) => [
		index("catalog_changes_state").on(table.state, table.kind),
		index("catalog_changes_model").on(table.modelId, table.id),
		index("catalog_changes_sync").on(table.syncId),
	],
);

/** Prices that an admin set over what the sources say; the row of the model has the same price in force. */
export const modelPriceOverrides = pgTable("model_price_overrides", {
	modelId: text("model_id")
		.primaryKey()
		.references(() => llmModels.id),
	price: jsonb("price").notNull(),
	/** What would be in force without the override, kept up to date by syncs; null is unknown. */
	underlying: jsonb("underlying"),
	reason: text("reason").notNull(),
	createdBy: text("created_by").notNull(),
	createdAt: moment("created_at").notNull(),
});
