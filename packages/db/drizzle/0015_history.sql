CREATE TABLE "lab_shares" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"run_id" text,
	"group_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "lab_shares_one" CHECK (num_nonnulls("lab_shares"."run_id", "lab_shares"."group_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "test_runs" ADD COLUMN "group_id" text;--> statement-breakpoint
ALTER TABLE "test_runs" ADD COLUMN "words" "tsvector";--> statement-breakpoint
ALTER TABLE "lab_shares" ADD CONSTRAINT "lab_shares_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_shares" ADD CONSTRAINT "lab_shares_run_id_test_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."test_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_shares" ADD CONSTRAINT "lab_shares_group_id_lab_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."lab_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "lab_shares_run" ON "lab_shares" USING btree ("run_id") WHERE "lab_shares"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "lab_shares_group" ON "lab_shares" USING btree ("group_id") WHERE "lab_shares"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "llm_usage_logs_started" ON "llm_usage_logs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "test_runs_words" ON "test_runs" USING gin ("words");--> statement-breakpoint
CREATE INDEX "test_runs_unindexed" ON "test_runs" USING btree ("id") WHERE "test_runs"."words" is null;--> statement-breakpoint
UPDATE "test_runs" SET "group_id" = "lab_group_members"."group_id" FROM "lab_group_members" WHERE "lab_group_members"."run_id" = "test_runs"."id";
