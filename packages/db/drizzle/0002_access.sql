CREATE TABLE "access_grants" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"model_pattern" text NOT NULL,
	"max_requests" integer,
	"reason" text NOT NULL,
	"granted_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "access_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"model_id" text NOT NULL,
	"reason" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"answer" text,
	"grant_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"budget_usd" numeric(24, 12),
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"run_id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"tier_code" text NOT NULL,
	"token_id" text,
	"grant_id" text,
	"model_id" text NOT NULL,
	"rule_pattern" text,
	"month" text NOT NULL,
	"day" text NOT NULL,
	"estimate_usd" numeric(24, 12),
	"cost_usd" numeric(24, 12),
	"is_unpriced" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"reserved_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tier_model_rules" (
	"tier_code" text NOT NULL,
	"model_pattern" text NOT NULL,
	"allowed" boolean NOT NULL,
	"max_requests_per_day" integer,
	"max_context_length" integer,
	"priority" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "tier_model_rules_tier_code_model_pattern_pk" PRIMARY KEY("tier_code","model_pattern")
);
--> statement-breakpoint
CREATE TABLE "tiers" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"tests_per_month" integer,
	"budget_usd" numeric(24, 12)
);
--> statement-breakpoint
CREATE TABLE "usage_counters" (
	"scope" text NOT NULL,
	"subject" text NOT NULL,
	"rule" text DEFAULT '' NOT NULL,
	"period" text NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"spent_usd" numeric(24, 12) DEFAULT '0' NOT NULL,
	"held_usd" numeric(24, 12) DEFAULT '0' NOT NULL,
	"unpriced" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_counters_scope_subject_rule_period_pk" PRIMARY KEY("scope","subject","rule","period")
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "budget_usd" numeric(24, 12);--> statement-breakpoint
ALTER TABLE "access_grants" ADD CONSTRAINT "access_grants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_grant_id_access_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."access_grants"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_model_rules" ADD CONSTRAINT "tier_model_rules_tier_code_tiers_code_fk" FOREIGN KEY ("tier_code") REFERENCES "public"."tiers"("code") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_grants_user" ON "access_grants" USING btree ("user_id","expires_at");--> statement-breakpoint
CREATE INDEX "access_requests_state" ON "access_requests" USING btree ("state","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "access_requests_pending" ON "access_requests" USING btree ("user_id","model_id") WHERE "access_requests"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_held" ON "ledger_entries" USING btree ("expires_at") WHERE "ledger_entries"."state" = 'held';--> statement-breakpoint
CREATE INDEX "ledger_entries_month" ON "ledger_entries" USING btree ("month");