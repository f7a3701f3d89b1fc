import { isNotNull, isNull } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, serial, text } from "drizzle-orm/pg-core";
import { bytes, moment, usd, words } from "./columns.ts";
import { users } from "./users.ts";

export const runStates = ["started", "success", "failed", "cancelled"] as const;

/**
 * One row a paid call, written before the provider is touched and ended exactly once. It holds the money and outlives
 * the text: deleting a test from the history leaves it.
 */
export const llmUsageLogs = pgTable(
	"llm_usage_logs",
	{
		/** The run's id, on every door. */
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id),
		door: text("door", { enum: ["lab", "gateway"] }).notNull(),
		modelId: text("model_id").notNull(),
		providerType: text("provider_type").notNull(),
		/** Which saved key paid, or which of the caller's own; null for the environment's and the Sandbox. */
		providerId: text("provider_id"),
		/** And which version of it. */
		keyVersion: integer("key_version"),
		/** What it was called then, with its last four characters: it may be renamed, replaced or deleted since. */
		keyLabel: text("key_label"),
		keySource: text("key_source", { enum: ["database", "environment", "sandbox", "own"] }).notNull(),
		state: text("state", { enum: runStates }).notNull(),
		failureReason: text("failure_reason"),
		failureMessage: text("failure_message"),
		retryable: boolean("retryable"),
		finishReason: text("finish_reason"),
		reportedModel: text("reported_model"),
		upstreamId: text("upstream_id"),
		inputTokens: integer("input_tokens"),
		cachedInputTokens: integer("cached_input_tokens"),
		cacheWriteTokens: integer("cache_write_tokens"),
		outputTokens: integer("output_tokens"),
		reasoningTokens: integer("reasoning_tokens"),
		/** Who counted: the provider, our tokenizer, or nobody. */
		usageSource: text("usage_source", { enum: ["provider", "estimate", "none"] }),
		/** The usage exactly as the provider sent it. */
		usageRaw: jsonb("usage_raw"),
		costUsd: usd("cost_usd"),
		costState: text("cost_state"),
		/** The formula's terms, so that a cost can be explained later. */
		costTerms: jsonb("cost_terms"),
		/** The price as it stood when the run started. */
		price: jsonb("price"),
		ttftMs: integer("ttft_ms"),
		latencyMs: integer("latency_ms"),
		startedAt: moment("started_at").notNull().defaultNow(),
		/** Beats while a process owns the run; a run whose heart stopped is closed as failed. */
		heartbeatAt: moment("heartbeat_at").notNull().defaultNow(),
		/** Set by any server; the one that owns the run obeys. */
		cancelRequestedAt: moment("cancel_requested_at"),
		endedAt: moment("ended_at"),
	},
	(table) => [
		index("llm_usage_logs_user").on(table.userId, table.startedAt),
		index("llm_usage_logs_model").on(table.modelId, table.startedAt),
		index("llm_usage_logs_key").on(table.providerId, table.keyVersion),
		index("llm_usage_logs_state").on(table.state, table.heartbeatAt),
		index("llm_usage_logs_started").on(table.startedAt),
	],
);

/** Keys that failed in a run which then went on with another one; how the run itself ended stands in its row. */
export const runKeyFailures = pgTable(
	"run_key_failures",
	{
		id: serial("id").primaryKey(),
		runId: text("run_id")
			.notNull()
			.references(() => llmUsageLogs.id),
		providerId: text("provider_id"),
		keyVersion: integer("key_version"),
		/** A member of the closed union of failures. */
		reason: text("reason").notNull(),
		at: moment("at").notNull().defaultNow(),
	},
	(table) => [index("run_key_failures_key").on(table.providerId, table.keyVersion)],
);

/** What was asked and answered in the lab: the part of a run that a person may delete. */
export const testRuns = pgTable(
	"test_runs",
	{
		id: text("id")
			.primaryKey()
			.references(() => llmUsageLogs.id),
		/** The group that it was started in; a member's place may have gone to a later run since. */
		groupId: text("group_id"),
		templateId: text("template_id"),
		/** What the template asked of an answer when the run started. */
		checks: jsonb("checks").notNull().default([]),
		messages: jsonb("messages").notNull(),
		parameters: jsonb("parameters").notNull(),
		/** The limit of the answer that was sent, where the cost cap lowered it. */
		cappedMaxTokens: integer("capped_max_tokens"),
		response: text("response").notNull().default(""),
		reasoning: text("reasoning").notNull().default(""),
		toolCalls: jsonb("tool_calls").notNull().default([]),
		/** The words of prompt and answer; null until they are indexed, some time after the run's end. */
		words: words("words"),
	},
	(table) => [
		index("test_runs_words").using("gin", table.words),
		index("test_runs_unindexed").on(table.id).where(isNull(table.words)),
		index("test_runs_group").on(table.groupId).where(isNotNull(table.groupId)),
	],
);

/** The images of a run's messages, apart from what lists read; they go with the run's text. */
export const testRunImages = pgTable(
	"test_run_images",
	{
		runId: text("run_id")
			.notNull()
			.references(() => testRuns.id, { onDelete: "cascade" }),
		/** Which message of the run, from 0, and which of its images. */
		message: integer("message").notNull(),
		position: integer("position").notNull(),
		mediaType: text("media_type").notNull(),
		data: bytes("data").notNull(),
	},
	(table) => [primaryKey({ columns: [table.runId, table.message, table.position] })],
);
