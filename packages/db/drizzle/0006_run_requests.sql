CREATE TABLE "test_run_images" (
	"run_id" text NOT NULL,
	"message" integer NOT NULL,
	"position" integer NOT NULL,
	"media_type" text NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "test_run_images_run_id_message_position_pk" PRIMARY KEY("run_id","message","position")
);
--> statement-breakpoint
ALTER TABLE "test_runs" ADD COLUMN "capped_max_tokens" integer;--> statement-breakpoint
ALTER TABLE "test_run_images" ADD CONSTRAINT "test_run_images_run_id_test_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."test_runs"("id") ON DELETE cascade ON UPDATE no action;