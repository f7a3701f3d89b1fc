import { bigint, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/**
 * Who did what, written in the transaction of the change and never changed after. Each row carries a keyed hash over
 * itself and the hash of the row before it (see packages/api/src/audit/chain.ts).
 */
export const auditEvents = pgTable(
	"audit_events",
	{
		/** Counts up from 1 without a gap. */
		seq: bigint("seq", { mode: "number" }).primaryKey(),
		at: moment("at").notNull(),
		actorKind: text("actor_kind", { enum: ["user", "system", "anonymous"] }).notNull(),
		/** No reference: what a person did outlives the person's row. */
		actorId: text("actor_id"),
		actorEmail: text("actor_email"),
		/** Such as `keys.save`. */
		action: text("action").notNull(),
		targetType: text("target_type"),
		targetId: text("target_id"),
		/** What people call the target, as it was then. */
		targetName: text("target_name"),
		/** The changed fields; secrets only as fingerprints. */
		before: jsonb("before"),
		after: jsonb("after"),
		address: text("address"),
		userAgent: text("user_agent"),
		requestId: text("request_id"),
		/** The audit key that the hash was made with. */
		keyId: text("key_id").notNull(),
		/** Null only in the first row. */
		previousHash: text("previous_hash"),
		hash: text("hash").notNull(),
	},
	(table) => [
		index("audit_events_at").on(table.at),
		index("audit_events_actor").on(table.actorId, table.seq),
		index("audit_events_action").on(table.action, table.seq),
		index("audit_events_target").on(table.targetType, table.targetId, table.seq),
	],
);

/** Keys of the audit's hashes and fingerprints, sealed under the keyring: a dump of the database cannot forge a row. */
export const auditKeys = pgTable("audit_keys", {
	id: text("id").primaryKey(),
	/** A sealed envelope (see packages/api/src/keys/envelope.ts). */
	encryptedSecret: text("encrypted_secret").notNull(),
	createdAt: moment("created_at").notNull(),
});

/** Where the chain ends: one row, so that rows removed from the end are missed as well. */
export const auditHead = pgTable("audit_head", {
	/** Always 1. */
	id: integer("id").primaryKey(),
	seq: bigint("seq", { mode: "number" }).notNull(),
	hash: text("hash").notNull(),
	keyId: text("key_id").notNull(),
	/** Keyed hash over this row: an older head cannot be made up. */
	mac: text("mac").notNull(),
});
