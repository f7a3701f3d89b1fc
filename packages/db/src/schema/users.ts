import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { moment, usd } from "./columns.ts";

export const roles = ["admin", "power_user", "user", "viewer"] as const;

export const users = pgTable("users", {
	id: text("id").primaryKey(),
	/** Lower case; what a person signs in with. */
	email: text("email").notNull().unique(),
	name: text("name").notNull(),
	/** Argon2id in PHC form; null for people who only come through single sign-on. */
	passwordHash: text("password_hash"),
	role: text("role", { enum: roles }).notNull(),
	tierCode: text("tier_code").notNull(),
	/** What the user may spend in a month (UTC); null is no budget of their own. */
	budgetUsd: usd("budget_usd"),
	disabledAt: moment("disabled_at"),
	createdAt: moment("created_at").notNull().defaultNow(),
	updatedAt: moment("updated_at").notNull().defaultNow(),
});

export const sessions = pgTable(
	"sessions",
	{
		/** SHA-256 of the token, so that a dump of this table opens nothing. */
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		/** Moves with use; Lucia's idle limit. */
		expiresAt: moment("expires_at").notNull(),
		createdAt: moment("created_at").notNull().defaultNow(),
		lastSeenAt: moment("last_seen_at").notNull().defaultNow(),
		userAgent: text("user_agent"),
		address: text("address"),
	},
	(table) => [index("sessions_user_id").on(table.userId)],
);

/** Failures by account and by address, in the database so that a restart does not forgive them. */
export const loginThrottles = pgTable("login_throttles", {
	/** `account:<sha256 of the e-mail>` or `address:<ip>`. */
	key: text("key").primaryKey(),
	failures: integer("failures").notNull(),
	lastFailureAt: moment("last_failure_at").notNull(),
	blockedUntil: moment("blocked_until"),
});

/** One-time links that create the first admin. */
export const setupTokens = pgTable("setup_tokens", {
	/** SHA-256 of the token in the link. */
	id: text("id").primaryKey(),
	expiresAt: moment("expires_at").notNull(),
});
