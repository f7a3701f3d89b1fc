import { boolean, index, integer, jsonb, pgTable, serial, text } from "drizzle-orm/pg-core";
import { moment, usd } from "./columns.ts";

/** The catalog: one row a model a provider. Rows are retired, never deleted, because history names them. */
export const llmModels = pgTable(
	"llm_models",
	{
		/** `<provider>/<upstream model>`; custom endpoints: `custom/<slug>/<model>`. */
		id: text("id").primaryKey(),
		providerType: text("provider_type").notNull(),
		/** The saved endpoint a custom model belongs to. */
		endpointSlug: text("endpoint_slug"),
		upstreamId: text("upstream_id").notNull(),
		displayName: text("display_name").notNull(),
		contextLength: integer("context_length"),
		maxOutputTokens: integer("max_output_tokens"),
		capabilities: text("capabilities").array().notNull(),
		enabled: boolean("enabled").notNull().default(true),
		/** The price in force, whole and dated (providers' `Price`); null is unknown. */
		price: jsonb("price"),
		priceState: text("price_state", { enum: ["priced", "free", "unknown"] }).notNull(),
		/** The first tier's rates again as columns, for sorting and filtering. USD per 1M tokens. */
		inputPer1M: usd("input_per_1m"),
		outputPer1M: usd("output_per_1m"),
		cachedInputPer1M: usd("cached_input_per_1m"),
		/** Where each fact was read and when: `{ contextLength: { source, asOf } }`. */
		sources: jsonb("sources").notNull().default({}),
		deprecationDate: text("deprecation_date"),
		/** What the provider calls the model that it recommends instead. */
		replacedBy: text("replaced_by"),
		/** ISO dates, by the provider's listing: since when it offers the model, and where its training ends. */
		releasedOn: text("released_on"),
		knowledgeCutoff: text("knowledge_cutoff"),
		retiredAt: moment("retired_at"),
		firstSeenAt: moment("first_seen_at").notNull().defaultNow(),
		updatedAt: moment("updated_at").notNull().defaultNow(),
	},
	(table) => [index("llm_models_provider").on(table.providerType, table.enabled)],
);

/** Every price that was ever in force for a model, newest last. */
export const modelPrices = pgTable(
	"model_prices",
	{
		id: serial("id").primaryKey(),
		modelId: text("model_id")
			.notNull()
			.references(() => llmModels.id),
		price: jsonb("price"),
		source: text("source").notNull(),
		validFrom: moment("valid_from").notNull().defaultNow(),
	},
	(table) => [index("model_prices_model").on(table.modelId, table.validFrom)],
);

/** Small facts the server keeps about itself, such as which seed was applied. */
export const settings = pgTable("settings", {
	key: text("key").primaryKey(),
	value: jsonb("value").notNull(),
	updatedAt: moment("updated_at").notNull().defaultNow(),
});
