ALTER TABLE "llm_models" ADD COLUMN "released_on" text;--> statement-breakpoint
ALTER TABLE "llm_models" ADD COLUMN "knowledge_cutoff" text;