CREATE TABLE "lab_group_members" (
	"group_id" text NOT NULL,
	"position" integer NOT NULL,
	"model_id" text NOT NULL,
	"run_id" text,
	"refusal" jsonb,
	"claimed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lab_group_members_group_id_position_pk" PRIMARY KEY("group_id","position")
);
--> statement-breakpoint
CREATE TABLE "lab_groups" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"template_id" text,
	"is_blind" boolean NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lab_votes" (
	"group_id" text NOT NULL,
	"user_id" text NOT NULL,
	"verdict" text NOT NULL,
	"winner_model_id" text,
	"model_ids" text[] NOT NULL,
	"template_id" text,
	"voted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lab_votes_group_id_user_id_pk" PRIMARY KEY("group_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "lab_group_members" ADD CONSTRAINT "lab_group_members_group_id_lab_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."lab_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_group_members" ADD CONSTRAINT "lab_group_members_run_id_llm_usage_logs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."llm_usage_logs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_groups" ADD CONSTRAINT "lab_groups_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_votes" ADD CONSTRAINT "lab_votes_group_id_lab_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."lab_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lab_votes" ADD CONSTRAINT "lab_votes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lab_group_members_run" ON "lab_group_members" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "lab_votes_voted" ON "lab_votes" USING btree ("voted_at");