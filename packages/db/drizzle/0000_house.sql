CREATE TABLE "llm_models" (
	"id" text PRIMARY KEY NOT NULL,
	"provider_type" text NOT NULL,
	"endpoint_slug" text,
	"upstream_id" text NOT NULL,
	"display_name" text NOT NULL,
	"context_length" integer,
	"max_output_tokens" integer,
	"capabilities" text[] NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"price" jsonb,
	"price_state" text NOT NULL,
	"input_per_1m" numeric(24, 12),
	"output_per_1m" numeric(24, 12),
	"cached_input_per_1m" numeric(24, 12),
	"sources" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"deprecation_date" text,
	"retired_at" timestamp (3) with time zone,
	"first_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_prices" (
	"id" serial PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"price" jsonb,
	"source" text NOT NULL,
	"valid_from" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "llm_providers" (
	"id" text PRIMARY KEY NOT NULL,
	"provider_type" text NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"base_url" text,
	"encrypted_secret" text,
	"key_preview" text,
	"enabled" boolean DEFAULT true NOT NULL,
	"priority" integer DEFAULT 100 NOT NULL,
	"health_status" text DEFAULT 'unknown' NOT NULL,
	"test_status" text,
	"last_tested_at" timestamp (3) with time zone,
	"last_test" jsonb,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"rotated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "llm_usage_logs" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"door" text NOT NULL,
	"model_id" text NOT NULL,
	"provider_type" text NOT NULL,
	"provider_id" text,
	"key_source" text NOT NULL,
	"state" text NOT NULL,
	"failure_reason" text,
	"failure_message" text,
	"retryable" boolean,
	"finish_reason" text,
	"reported_model" text,
	"upstream_id" text,
	"input_tokens" integer,
	"cached_input_tokens" integer,
	"cache_write_tokens" integer,
	"output_tokens" integer,
	"reasoning_tokens" integer,
	"usage_source" text,
	"usage_raw" jsonb,
	"cost_usd" numeric(24, 12),
	"cost_state" text,
	"cost_terms" jsonb,
	"price" jsonb,
	"ttft_ms" integer,
	"latency_ms" integer,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"cancel_requested_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "test_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"template_id" text,
	"messages" jsonb NOT NULL,
	"parameters" jsonb NOT NULL,
	"response" text DEFAULT '' NOT NULL,
	"reasoning" text DEFAULT '' NOT NULL,
	"tool_calls" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "login_throttles" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failure_at" timestamp (3) with time zone NOT NULL,
	"blocked_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"user_agent" text,
	"address" text
);
--> statement-breakpoint
CREATE TABLE "setup_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"role" text NOT NULL,
	"tier_code" text NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_model_id_llm_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."llm_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "llm_usage_logs" ADD CONSTRAINT "llm_usage_logs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "test_runs" ADD CONSTRAINT "test_runs_id_llm_usage_logs_id_fk" FOREIGN KEY ("id") REFERENCES "public"."llm_usage_logs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "llm_models_provider" ON "llm_models" USING btree ("provider_type","enabled");--> statement-breakpoint
CREATE INDEX "model_prices_model" ON "model_prices" USING btree ("model_id","valid_from");--> statement-breakpoint
CREATE UNIQUE INDEX "llm_providers_type_name" ON "llm_providers" USING btree ("provider_type","name");--> statement-breakpoint
CREATE UNIQUE INDEX "llm_providers_type_slug" ON "llm_providers" USING btree ("provider_type","slug");--> statement-breakpoint
CREATE INDEX "llm_providers_type_priority" ON "llm_providers" USING btree ("provider_type","priority");--> statement-breakpoint
CREATE INDEX "llm_usage_logs_user" ON "llm_usage_logs" USING btree ("user_id","started_at");--> statement-breakpoint
CREATE INDEX "llm_usage_logs_model" ON "llm_usage_logs" USING btree ("model_id","started_at");--> statement-breakpoint
CREATE INDEX "llm_usage_logs_state" ON "llm_usage_logs" USING btree ("state","heartbeat_at");--> statement-breakpoint
CREATE INDEX "sessions_user_id" ON "sessions" USING btree ("user_id");