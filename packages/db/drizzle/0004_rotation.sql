CREATE TABLE "key_tests" (
	"id" serial PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"version" integer,
	"at" timestamp (3) with time zone NOT NULL,
	"success" boolean NOT NULL,
	"reason" text,
	"latency_ms" integer NOT NULL,
	"models_found" integer,
	"trigger" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "provider_key_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"provider_id" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"encrypted_secret" text,
	"key_preview" text,
	"share_percent" integer,
	"test_status" text,
	"last_tested_at" timestamp (3) with time zone,
	"last_test" jsonb,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"grace_until" timestamp (3) with time zone,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "run_key_failures" (
	"id" serial PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"provider_id" text,
	"key_version" integer,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "llm_providers" ADD COLUMN "key_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "llm_providers" ADD COLUMN "next_test_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "llm_providers" ADD COLUMN "set_aside_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "llm_providers" ADD COLUMN "set_aside_reason" text;--> statement-breakpoint
ALTER TABLE "llm_providers" ADD COLUMN "set_aside_message" text;--> statement-breakpoint
ALTER TABLE "llm_providers" ADD COLUMN "set_aside_tests" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "llm_usage_logs" ADD COLUMN "key_version" integer;--> statement-breakpoint
ALTER TABLE "provider_key_versions" ADD CONSTRAINT "provider_key_versions_provider_id_llm_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."llm_providers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_key_failures" ADD CONSTRAINT "run_key_failures_run_id_llm_usage_logs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."llm_usage_logs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "key_tests_subject" ON "key_tests" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "key_tests_at" ON "key_tests" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "provider_key_versions_version" ON "provider_key_versions" USING btree ("provider_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "provider_key_versions_slot" ON "provider_key_versions" USING btree ("provider_id") WHERE "provider_key_versions"."state" <> 'retired';--> statement-breakpoint
CREATE INDEX "run_key_failures_key" ON "run_key_failures" USING btree ("provider_id","key_version");--> statement-breakpoint
CREATE INDEX "llm_usage_logs_key" ON "llm_usage_logs" USING btree ("provider_id","key_version");