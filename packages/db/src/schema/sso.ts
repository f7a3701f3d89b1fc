import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { roles, sessions, users } from "./users.ts";

/** Who a user is at an OpenID provider. */
export const ssoIdentities = pgTable(
	"sso_identities",
	{
		issuer: text("issuer").notNull(),
		subject: text("subject").notNull(),
		userId: text("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		/** What the provider's claims gave at the last sign-in: it is taken back when they no longer do. */
		grantedRole: text("granted_role", { enum: roles }),
		grantedTierCode: text("granted_tier_code"),
		createdAt: moment("created_at").notNull().defaultNow(),
		lastSignInAt: moment("last_sign_in_at").notNull().defaultNow(),
	},
	(table) => [primaryKey({ columns: [table.issuer, table.subject] }), index("sso_identities_user_id").on(table.userId)],
);

/** The ID token that a session began with, sealed: signing out at the provider wants it as its hint. */
export const ssoSessions = pgTable(
	"sso_sessions",
	{
		sessionId: text("session_id")
			.primaryKey()
			.references(() => sessions.id, { onDelete: "cascade" }),
		encryptedIdToken: text("encrypted_id_token").notNull(),
		/** The provider's own name of the session, by which it may end it from afar. */
		sid: text("sid"),
	},
	(table) => [index("sso_sessions_sid").on(table.sid)],
);

/** Logout tokens that the provider sent, until they are too old to be taken: each counts once. */
export const ssoLogoutTokens = pgTable(
	"sso_logout_tokens",
	{
		issuer: text("issuer").notNull(),
		jti: text("jti").notNull(),
		uselessAt: moment("useless_at").notNull(),
	},
	(table) => [primaryKey({ columns: [table.issuer, table.jti] })],
);
