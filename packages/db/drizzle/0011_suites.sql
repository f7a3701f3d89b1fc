CREATE TABLE "lab_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"suite_id" text NOT NULL,
	"model_id" text NOT NULL,
	"kind" text NOT NULL,
	"alias" text,
	"note" text NOT NULL,
	"figures" jsonb NOT NULL,
	"user_id" text NOT NULL,
	"decided_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lab_suite_cells" (
	"suite_id" text NOT NULL,
	"position" integer NOT NULL,
	"template_index" integer NOT NULL,
	"model_id" text NOT NULL,
	"repeat" integer NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"run_id" text NOT NULL,
	"earlier_run_ids" text[] DEFAULT '{}' NOT NULL,
	"reserved_usd" numeric(24, 12),
	"leased_until" timestamp (3) with time zone,
	"refusal" jsonb,
	"passed" boolean,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "lab_suite_cells_suite_id_position_pk" PRIMARY KEY("suite_id","position"),
	CONSTRAINT "lab_suite_cells_run_id_unique" UNIQUE("run_id"),
	CONSTRAINT "lab_suite_cells_place" UNIQUE("suite_id","template_index","model_id","repeat")
);
--> statement-breakpoint
CREATE TABLE "lab_suites" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"token_id" text,
	"name" text NOT NULL,
	"templates" jsonb NOT NULL,
	"model_ids" text[] NOT NULL,
	"repeats" integer NOT NULL,
	"parameters" jsonb NOT NULL,
	"cap_usd" numeric(24, 12),
	"concurrency" integer NOT NULL,
	"state" text NOT NULL,
	"stop_kind" text,
	"stop_message" text,
	"waits_until" timestamp (3) with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "lab_decisions" ADD CONSTRAINT "lab_decisions_suite_id_lab_suites_id_fk" FOREIGN KEY ("suite_id") REFERENCES "public"."lab_suites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_decisions" ADD CONSTRAINT "lab_decisions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_suite_cells" ADD CONSTRAINT "lab_suite_cells_suite_id_lab_suites_id_fk" FOREIGN KEY ("suite_id") REFERENCES "public"."lab_suites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_suites" ADD CONSTRAINT "lab_suites_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lab_decisions_model" ON "lab_decisions" USING btree ("model_id","decided_at");--> statement-breakpoint
CREATE INDEX "lab_decisions_suite" ON "lab_decisions" USING btree ("suite_id");--> statement-breakpoint
CREATE INDEX "lab_suite_cells_state" ON "lab_suite_cells" USING btree ("state","suite_id");--> statement-breakpoint
CREATE INDEX "lab_suites_user" ON "lab_suites" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "lab_suites_state" ON "lab_suites" USING btree ("state","created_at");