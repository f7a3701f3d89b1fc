CREATE TABLE "sso_logout_tokens" (
	"issuer" text NOT NULL,
	"jti" text NOT NULL,
	"useless_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sso_logout_tokens_issuer_jti_pk" PRIMARY KEY("issuer","jti")
);
--> statement-breakpoint
ALTER TABLE "sso_sessions" ADD COLUMN "sid" text;--> statement-breakpoint
CREATE INDEX "sso_sessions_sid" ON "sso_sessions" USING btree ("sid");