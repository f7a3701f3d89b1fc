ALTER TABLE "lab_templates" ADD COLUMN "turns" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "lab_templates" ADD COLUMN "parameters" jsonb;