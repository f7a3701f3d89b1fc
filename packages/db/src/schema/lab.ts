import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { llmUsageLogs, testRuns } from "./runs.ts";
import { users } from "./users.ts";

/** Runs of one prompt that were started together, to stand side by side. Its id is the caller's, so that a repeated start is known. */
export const labGroups = pgTable(
	"lab_groups",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		templateId: text("template_id"),
		/** Whose answer is whose stays hidden until the vote. */
		isBlind: boolean("is_blind").notNull(),
		startedAt: moment("started_at").notNull().defaultNow(),
	},
	(table) => [index("lab_groups_blind").on(table.userId, table.startedAt).where(sql`${table.isBlind}`)],
);

/** One place of a group. Without run and without refusal it is being started. */
export const labGroupMembers = pgTable(
	"lab_group_members",
	{
		groupId: text("group_id")
			.notNull()
			.references(() => labGroups.id, { onDelete: "cascade" }),
		/** The order on the page; drawn by lot where the group is blind. */
		position: integer("position").notNull(),
		modelId: text("model_id").notNull(),
		runId: text("run_id").references(() => llmUsageLogs.id),
		/** Why it did not begin, as it was said. */
		refusal: jsonb("refusal"),
		/** Since when it has been being started. */
		claimedAt: moment("claimed_at").notNull().defaultNow(),
	},
	(table) => [primaryKey({ columns: [table.groupId, table.position] }), index("lab_group_members_run").on(table.runId)],
);

/** What a person said of a blind group, once; it keeps the models itself, so that it outlives what it was about. */
export const labVotes = pgTable(
	"lab_votes",
	{
		groupId: text("group_id")
			.notNull()
			.references(() => labGroups.id, { onDelete: "cascade" }),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		verdict: text("verdict", { enum: ["best", "tie", "all_bad", "skipped"] }).notNull(),
		/** The one that was best; null for the other verdicts. */
		winnerModelId: text("winner_model_id"),
		/** Every model whose answer was compared, the winner included. */
		modelIds: text("model_ids").array().notNull(),
		templateId: text("template_id"),
		votedAt: moment("voted_at").notNull().defaultNow(),
	},
	(table) => [primaryKey({ columns: [table.groupId, table.userId] }), index("lab_votes_voted").on(table.votedAt)],
);

/** A link by which everybody who may use the lab reads one test: a run or a group. Its id is the link's secret. */
export const labShares = pgTable(
	"lab_shares",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		runId: text("run_id").references(() => testRuns.id, { onDelete: "cascade" }),
		groupId: text("group_id").references(() => labGroups.id, { onDelete: "cascade" }),
		createdAt: moment("created_at").notNull().defaultNow(),
		revokedAt: moment("revoked_at"),
	},
	(table) => [
		check("lab_shares_one", sql`num_nonnulls(${table.runId}, ${table.groupId}) = 1`),
		uniqueIndex("lab_shares_run").on(table.runId).where(sql`${table.revokedAt} is null`),
		uniqueIndex("lab_shares_group").on(table.groupId).where(sql`${table.revokedAt} is null`),
	],
);

/** People's own templates; the built-in ones stand in code. */
export const labTemplates = pgTable(
	"lab_templates",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		name: text("name").notNull(),
		category: text("category").notNull(),
		description: text("description").notNull(),
		system: text("system"),
		prompt: text("prompt").notNull(),
		/** What was said after the prompt, by turns. */
		turns: jsonb("turns").notNull().default([]),
		/** Null where the caller's own are kept. */
		parameters: jsonb("parameters"),
		suggestedModels: text("suggested_models").array().notNull(),
		checks: jsonb("checks").notNull(),
		/** Everybody who is signed in sees it. */
		isShared: boolean("is_shared").notNull(),
		createdAt: moment("created_at").notNull().defaultNow(),
		updatedAt: moment("updated_at").notNull().defaultNow(),
		/** Kept for the undo. */
		deletedAt: moment("deleted_at"),
	},
	(table) => [index("lab_templates_user").on(table.userId)],
);
