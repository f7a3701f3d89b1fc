CREATE TABLE "catalog_changes" (
	"id" serial PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"kind" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"state" text NOT NULL,
	"detected_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"sync_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "catalog_syncs" (
	"id" serial PRIMARY KEY NOT NULL,
	"sync_id" text NOT NULL,
	"provider_type" text NOT NULL,
	"endpoint_slug" text,
	"name" text NOT NULL,
	"trigger" text NOT NULL,
	"started_by" text,
	"state" text NOT NULL,
	"pages" integer DEFAULT 0 NOT NULL,
	"models_found" integer DEFAULT 0 NOT NULL,
	"new_models" integer DEFAULT 0 NOT NULL,
	"changed_models" integer DEFAULT 0 NOT NULL,
	"gone_models" integer DEFAULT 0 NOT NULL,
	"pending_changes" integer DEFAULT 0 NOT NULL,
	"failure_reason" text,
	"failure_message" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"heartbeat_at" timestamp (3) with time zone NOT NULL,
	"cancel_requested_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "model_price_overrides" (
	"model_id" text PRIMARY KEY NOT NULL,
	"price" jsonb NOT NULL,
	"underlying" jsonb,
	"reason" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "catalog_changes" ADD CONSTRAINT "catalog_changes_model_id_llm_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."llm_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_price_overrides" ADD CONSTRAINT "model_price_overrides_model_id_llm_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."llm_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "catalog_changes_state" ON "catalog_changes" USING btree ("state","kind");--> statement-breakpoint
CREATE INDEX "catalog_changes_model" ON "catalog_changes" USING btree ("model_id","id");--> statement-breakpoint
CREATE INDEX "catalog_changes_sync" ON "catalog_changes" USING btree ("sync_id");--> statement-breakpoint
CREATE INDEX "catalog_syncs_sync" ON "catalog_syncs" USING btree ("sync_id");--> statement-breakpoint
CREATE INDEX "catalog_syncs_endpoint" ON "catalog_syncs" USING btree ("provider_type","endpoint_slug","id");--> statement-breakpoint
CREATE INDEX "catalog_syncs_running" ON "catalog_syncs" USING btree ("id") WHERE "catalog_syncs"."state" = 'running';