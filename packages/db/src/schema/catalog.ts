import { index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { llmModels } from "./models.ts";
import { users } from "./users.ts";

/** Names that calls may use in the place of a model's id; switching one sends all of them elsewhere. */
export const modelAliases = pgTable(
	"model_aliases",
	{
		name: text("name").primaryKey(),
		modelId: text("model_id")
			.notNull()
			.references(() => llmModels.id),
		updatedBy: text("updated_by").notNull(),
		updatedAt: moment("updated_at").notNull().defaultNow(),
	},
	(table) => [index("model_aliases_model").on(table.modelId)],
);

/** How to take an admin's change of the catalog back, for a while. */
export const catalogUndos = pgTable("catalog_undos", {
	id: text("id").primaryKey(),
	userId: text("user_id")
		.notNull()
		.references(() => users.id),
	/** What was, and what it was changed to: it is taken back only while it still is so. */
	inverse: jsonb("inverse").notNull(),
	createdAt: moment("created_at").notNull(),
	usedAt: moment("used_at"),
});

/** Views of the catalog that a person keeps: the address's query holds all of it. */
export const catalogViews = pgTable(
	"catalog_views",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		name: text("name").notNull(),
		query: text("query").notNull(),
		createdAt: moment("created_at").notNull().defaultNow(),
	},
	(table) => [uniqueIndex("catalog_views_name").on(table.userId, table.name)],
);
