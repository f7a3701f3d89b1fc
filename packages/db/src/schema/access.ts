import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { moment, usd } from "./columns.ts";
import { users } from "./users.ts";

/** What a group of users may spend in a month. */
export const tiers = pgTable("tiers", {
	code: text("code").primaryKey(),
	name: text("name").notNull(),
	/** From the smallest to the largest: what a refusal recommends is the first tier that would allow. */
	position: integer("position").notNull(),
	/** Runs a user may make in a month (UTC); null is unlimited. */
	testsPerMonth: integer("tests_per_month"),
	/** What all users of the tier together may spend in a month (UTC); null is unlimited. */
	budgetUsd: usd("budget_usd"),
});

/** Which models a tier may use. The highest priority wins, then the longer pattern; what no rule names is denied. */
export const tierModelRules = pgTable(
	"tier_model_rules",
	{
		tierCode: text("tier_code")
			.notNull()
			.references(() => tiers.code, { onDelete: "cascade" }),
		/** A glob over `<provider>/<upstream model>`: `*` is any text, slashes included. */
		modelPattern: text("model_pattern").notNull(),
		allowed: boolean("allowed").notNull(),
		/** Runs a user may make in a day (UTC) under this rule; null is unlimited. */
		maxRequestsPerDay: integer("max_requests_per_day"),
		/** Tokens of the prompt and of the longest allowed answer together; null is what the model takes. */
		maxContextLength: integer("max_context_length"),
		priority: integer("priority").notNull().default(0),
	},
	(table) => [primaryKey({ columns: [table.tierCode, table.modelPattern] })],
);

/** A key for programs, shown once: this holds its hash alone. */
export const apiTokens = pgTable(
	"api_tokens",
	{
		/** The readable part of `llmh_<id>_<secret>`. */
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		name: text("name").notNull(),
		/** SHA-256 of the whole token in hex; a dump of this table opens nothing. */
		hash: text("hash").notNull(),
		scopes: text("scopes").array().notNull(),
		/** What the token may spend in a month (UTC); null is what its user may. */
		budgetUsd: usd("budget_usd"),
		expiresAt: moment("expires_at"),
		/** To within two minutes. */
		lastUsedAt: moment("last_used_at"),
		revokedAt: moment("revoked_at"),
		createdBy: text("created_by").notNull(),
		createdAt: moment("created_at").notNull().defaultNow(),
	},
	(table) => [index("api_tokens_user").on(table.userId)],
);

/** Opens to one user, for a while, what the rules of the tier deny. */
export const accessGrants = pgTable(
	"access_grants",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		modelPattern: text("model_pattern").notNull(),
		/** Runs in all; null is no cap of its own. */
		maxRequests: integer("max_requests"),
		reason: text("reason").notNull(),
		grantedBy: text("granted_by").notNull(),
		createdAt: moment("created_at").notNull().defaultNow(),
		expiresAt: moment("expires_at").notNull(),
		revokedAt: moment("revoked_at"),
	},
	(table) => [index("access_grants_user").on(table.userId, table.expiresAt)],
);

/** A user asks for a model; an admin answers once. */
export const accessRequests = pgTable(
	"access_requests",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		modelId: text("model_id").notNull(),
		reason: text("reason").notNull(),
		state: text("state", { enum: ["pending", "granted", "declined"] })
			.notNull()
			.default("pending"),
		decidedBy: text("decided_by"),
		decidedAt: moment("decided_at"),
		/** What the admin said to the user. */
		answer: text("answer"),
		grantId: text("grant_id"),
		createdAt: moment("created_at").notNull().defaultNow(),
	},
	(table) => [
		foreignKey({ columns: [table.grantId], foreignColumns: [accessGrants.id] }).onDelete("set null"),
		index("access_requests_state").on(table.state, table.createdAt),
		uniqueIndex("access_requests_pending").on(table.userId, table.modelId).where(sql`${table.state} = 'pending'`),
	],
);

/**
 * The ledger: one row a run, written before the provider is touched. `held` and `settled` count as a request,
 * `released` and `expired` gave it back; money counts in every state.
 */
export const ledgerEntries = pgTable(
	"ledger_entries",
	{
		/** The run's id in llm_usage_logs. No reference: a reconciliation must be able to see the difference. */
		runId: text("run_id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		tierCode: text("tier_code").notNull(),
		tokenId: text("token_id"),
		grantId: text("grant_id"),
		modelId: text("model_id").notNull(),
		/** The pattern of the tier's rule that allowed it; null under a grant. */
		rulePattern: text("rule_pattern"),
		/** `2026-11` and `2026-11-23`, in UTC: which counters it stands in. */
		month: text("month").notNull(),
		day: text("day").notNull(),
		/** Held from the budgets until the run ends; null where no price is known. */
		estimateUsd: usd("estimate_usd"),
		costUsd: usd("cost_usd"),
		/** It cost something that nobody knows. */
		isUnpriced: boolean("is_unpriced").notNull().default(false),
		state: text("state", { enum: ["held", "settled", "released", "expired"] }).notNull(),
		reservedAt: moment("reserved_at").notNull(),
		expiresAt: moment("expires_at").notNull(),
		endedAt: moment("ended_at"),
	},
	(table) => [
		index("ledger_entries_held").on(table.expiresAt).where(sql`${table.state} = 'held'`),
		index("ledger_entries_month").on(table.month),
	],
);

export const counterScopes = ["user", "rule", "tier", "token", "grant"] as const;

/** The ledger added up, for the one statement that checks and counts. What it says is what blocks and what is shown. */
export const usageCounters = pgTable(
	"usage_counters",
	{
		scope: text("scope", { enum: counterScopes }).notNull(),
		/** Whose: a user's, tier's, token's or grant's id; for a rule, the user's. */
		subject: text("subject").notNull(),
		/** For a rule `<tier> <pattern>`, else empty. */
		rule: text("rule").notNull().default(""),
		/** A month, for a rule a day, for a grant `total`. */
		period: text("period").notNull(),
		requests: integer("requests").notNull().default(0),
		spentUsd: usd("spent_usd").notNull().default("0"),
		heldUsd: usd("held_usd").notNull().default("0"),
		/** Requests whose cost is unknown and therefore not in `spentUsd`. */
		unpriced: integer("unpriced").notNull().default(0),
	},
	(table) => [primaryKey({ columns: [table.scope, table.subject, table.rule, table.period] })],
);
