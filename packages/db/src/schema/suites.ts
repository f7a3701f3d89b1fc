import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { moment, usd } from "./columns.ts";
import { users } from "./users.ts";

/** Templates × models × repeats as one batch. Its id is the caller's, so that a repeated start is known. */
export const labSuites = pgTable(
	"lab_suites",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		/** The token that started it: its runs count for it, and end with it. Null for a session. */
		tokenId: text("token_id"),
		name: text("name").notNull(),
		/** The prompts and checks as they were when it was made, with the variables filled in. */
		templates: jsonb("templates").notNull(),
		modelIds: text("model_ids").array().notNull(),
		repeats: integer("repeats").notNull(),
		parameters: jsonb("parameters").notNull(),
		/** What all its runs together may cost; null is without a cap. */
		capUsd: usd("cap_usd"),
		/** How many cells are under way at once, on all servers together. */
		concurrency: integer("concurrency").notNull(),
		state: text("state", { enum: ["running", "done", "cancelled", "stopped"] }).notNull(),
		/** Why it stopped before its end, where nobody cancelled it. */
		stopKind: text("stop_kind", { enum: ["cap", "quota", "owner"] }),
		stopMessage: text("stop_message"),
		/** No cell begins before: a limit a minute was used up. */
		waitsUntil: moment("waits_until"),
		/** Rises with every change of the suite or its cells; each change locks this row, so readers miss none. */
		revision: integer("revision").notNull().default(1),
		createdAt: moment("created_at").notNull().defaultNow(),
		endedAt: moment("ended_at"),
	},
	(table) => [
		index("lab_suites_user").on(table.userId, table.createdAt),
		index("lab_suites_state").on(table.state, table.createdAt),
	],
);

/**
 * One run of a suite. The run's id is chosen before it begins, and no two rows of `llm_usage_logs` have the same one: a
 * cell cannot be paid for twice, whoever dies when.
 */
export const labSuiteCells = pgTable(
	"lab_suite_cells",
	{
		suiteId: text("suite_id")
			.notNull()
			.references(() => labSuites.id, { onDelete: "cascade" }),
		/** The order in which cells begin: every template on every model once, then again. */
		position: integer("position").notNull(),
		templateIndex: integer("template_index").notNull(),
		modelId: text("model_id").notNull(),
		repeat: integer("repeat").notNull(),
		state: text("state", { enum: ["pending", "running", "done", "failed", "cancelled"] })
			.notNull()
			.default("pending"),
		/** The run that fills it, or will: whether it began, its row says. */
		runId: text("run_id").notNull().unique(),
		/** The runs that a person had repeated; they were paid for as well. */
		earlierRunIds: text("earlier_run_ids").array().notNull().default([]),
		/** The most that its run may cost, taken from the suite's cap; null without a cap. */
		reservedUsd: usd("reserved_usd"),
		/** While it is being started: after this moment its server is taken for dead. */
		leasedUntil: moment("leased_until"),
		/** Why it did not begin, as it was said. */
		refusal: jsonb("refusal"),
		/** Whether the answer passed all checks; null without checks or answer. Kept here, for a run's text may be deleted. */
		passed: boolean("passed"),
		revision: integer("revision").notNull().default(1),
	},
	(table) => [
		primaryKey({ columns: [table.suiteId, table.position] }),
		unique("lab_suite_cells_place").on(table.suiteId, table.templateIndex, table.modelId, table.repeat),
		index("lab_suite_cells_state").on(table.state, table.suiteId),
	],
);

/** What was decided about a model from a suite, with the figures that it was decided by. */
export const labDecisions = pgTable(
	"lab_decisions",
	{
		id: text("id").primaryKey(),
		suiteId: text("suite_id")
			.notNull()
			.references(() => labSuites.id),
		modelId: text("model_id").notNull(),
		kind: text("kind", { enum: ["recommend", "enable", "disable", "alias"] }).notNull(),
		/** The name that now means the model, where it is an alias. */
		alias: text("alias"),
		note: text("note").notNull(),
		/** The model's row of the matrix at that moment. */
		figures: jsonb("figures").notNull(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		decidedAt: moment("decided_at").notNull().defaultNow(),
	},
	(table) => [
		index("lab_decisions_model").on(table.modelId, table.decidedAt),
		index("lab_decisions_suite").on(table.suiteId),
	],
);
