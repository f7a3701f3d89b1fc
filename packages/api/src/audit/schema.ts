import { z } from "zod";

/** Everything that the audit tells of, with its title for people. A part before a dot is a group: `auth` means all of `auth.*`. */
export const auditActions = {
	"access.grants.revoke": "Ended a grant",
	"access.requests.create": "Asked for access",
	"access.requests.decline": "Declined access",
	"access.requests.grant": "Granted access",
	"access.rules.save": "Changed the access rules",
	"access.tiers.save": "Changed the tiers",
	"access.tokens.create": "Created an API token",
	"access.tokens.revoke": "Revoked an API token",
	"access.users.create": "Created a user",
	"access.users.unlink_sso": "Unlinked a user from single sign-on",
	"access.users.update": "Changed a user",
	"auth.login": "Signed in",
	"auth.login.failed": "Sign-in refused",
	"auth.logout": "Signed out",
	"auth.password.change": "Changed the password",
	"auth.password.change.failed": "Password change refused",
	"auth.sessions.revoke": "Ended a session",
	"auth.sessions.revoke_all": "Ended all sessions",
	"auth.sso.create": "Created a user at single sign-on",
	"auth.sso.logout": "Signed out at single sign-on",
	"auth.sso.link": "Linked an account to single sign-on",
	"auth.sso.update": "Changed role or tier at single sign-on",
	"auth.setup": "Created the first admin",
	"keys.save": "Saved a provider key",
	"keys.test": "Tested a provider key",
	"keys.delete": "Deleted a provider key",
	"keys.import": "Imported provider keys",
	"keys.reorder": "Changed the order of provider keys",
	"keys.set_enabled": "Enabled or disabled a provider key",
	"keys.reminder": "Changed the reminder of old keys",
	"keys.set_aside": "Set a refused provider key aside",
	"keys.restore": "Took a provider key into use again",
	"keys.rotate.stage": "Staged the next secret of a provider key",
	"keys.rotate.share": "Gave a staged key a share of the runs",
	"keys.rotate.promote": "Promoted a staged key",
	"keys.rotate.rollback": "Rolled a provider key back",
	"keys.rotate.retire": "Destroyed a former or staged key",
	"keys.rotate.withdraw": "Ended the share of a refused key",
	"keys.own.delete": "Removed a provider key of one's own",
	"keys.own.save": "Saved a provider key of one's own",
	"keys.own.test": "Tested a provider key of one's own",
	"keys.reencrypt": "Re-encrypted the saved keys",
	"testing.runs.delete": "Deleted somebody's tests",
	"testing.shares.create": "Shared a test by link",
	"testing.shares.revoke": "Ended the link of a test",
	"testing.suites.decide": "Decided about a model from a suite",
	"testing.templates.delete": "Deleted a shared template",
	"catalog.set_enabled": "Enabled or disabled models",
	"catalog.sync": "Refreshed the catalog",
	"catalog.changes.accept": "Accepted changes of the catalog",
	"catalog.changes.dismiss": "Dismissed changes of the catalog",
	"catalog.changes.reopen": "Took back what was decided of the catalog's changes",
	"catalog.alias.delete": "Deleted an alias of a model",
	"catalog.alias.save": "Made or switched an alias of a model",
	"catalog.undo": "Took back a change of the catalog",
	"catalog.price.set": "Set a model's price",
	"catalog.price.clear": "Cleared a model's set price",
} as const;
export type AuditAction = keyof typeof auditActions;

/** A moment as ISO 8601 text, with an offset or Z. */
const moment = z.iso.datetime({ offset: true, error: "Give a moment such as 2026-01-31T08:00:00Z." });

const filterFields = {
	/** A user's id, or a part of the e-mail address. */
	actor: z.string().trim().min(1).max(254).optional(),
	/** One action or a group of them: `keys.save`, `keys`. */
	action: z
		.string()
		.max(100)
		.regex(/^[a-z_]+(\.[a-z_]+)*$/, "Give an action such as keys.save, or a group such as keys.")
		.optional(),
	targetType: z.string().min(1).max(100).optional(),
	/** A target's id, or a part of its name. */
	target: z.string().trim().min(1).max(500).optional(),
	targetId: z.string().min(1).max(500).optional(),
	/** From this moment on. */
	since: moment.optional(),
	/** Before this moment. */
	until: moment.optional(),
	/** A part of any shown text: names, ids, addresses, values. */
	text: z.string().trim().min(1).max(200).optional(),
};
export const auditFilters = z.strictObject(filterFields);
export type AuditFilters = z.infer<typeof auditFilters>;

export const listAuditInput = z
	.strictObject({
		...filterFields,
		limit: z.number().int().min(1).max(200).default(50),
		/** `nextCursor` of the page before. */
		cursor: z.number().int().positive().nullish(),
	})
	.default({ limit: 50 });
export type ListAuditInput = z.infer<typeof listAuditInput>;

export const auditEventOutput = z.object({
	/** Counts up by one from the first event. */
	seq: z.number().int(),
	at: z.date(),
	actor: z.object({
		kind: z.enum(["user", "system", "anonymous"]),
		/** A user's id, or what part of the system acted. */
		id: z.string().nullable(),
		email: z.string().nullable(),
	}),
	action: z.string(),
	title: z.string(),
	target: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
	/** The changed fields; a secret is its fingerprint, `hmac-sha256:…`. */
	before: z.unknown(),
	after: z.unknown(),
	address: z.string().nullable(),
	userAgent: z.string().nullable(),
	requestId: z.string().nullable(),
	previousHash: z.string().nullable(),
	hash: z.string(),
});
export type AuditEvent = z.infer<typeof auditEventOutput>;

/** The newest first. */
export const listAuditOutput = z.object({ events: z.array(auditEventOutput), nextCursor: z.number().int().nullable() });
export type ListAuditOutput = z.infer<typeof listAuditOutput>;

export const auditEventInput = z.strictObject({ seq: z.number().int().positive() });
export type AuditEventInput = z.infer<typeof auditEventInput>;

export const auditActionsOutput = z.object({ actions: z.array(z.object({ action: z.string(), title: z.string() })) });

export const exportAuditInput = z.strictObject({ ...filterFields, format: z.enum(["csv", "json"]) });
export type ExportAuditInput = z.infer<typeof exportAuditInput>;

/** What is wrong with a row: its content, its place, its neighbour, the end of the chain, or that its key cannot be opened. */
export const auditProblemKinds = ["changed", "unlinked", "missing", "end", "unreadable"] as const;

export const auditProofOutput = z.object({
	ok: z.boolean(),
	/** Rows that were looked at. */
	checked: z.number().int(),
	/** Where the chain ends. Kept elsewhere, it also shows a database that was set back as a whole. */
	head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
	/** The first 100, in the order of the rows. */
	problems: z.array(z.object({ seq: z.number().int(), kind: z.enum(auditProblemKinds), message: z.string() })),
});
export type AuditProof = z.infer<typeof auditProofOutput>;

/** A proof as it is made: how many rows were read of those that were there, then the result. */
export const auditProofEvent = z.discriminatedUnion("type", [
	z.object({ type: z.literal("progress"), checked: z.number().int(), total: z.number().int() }),
	auditProofOutput.extend({ type: z.literal("result") }),
]);
export type AuditProofEvent = z.infer<typeof auditProofEvent>;

/** The last proof that ran to its end, on any server or by the command line. */
export const keptProof = auditProofOutput.extend({ at: z.coerce.date() });

export const auditStatusOutput = z.object({
	/** The number of the newest event; 0 when there is none. */
	lastSeq: z.number().int(),
	lastAt: z.date().nullable(),
	/** Null when the audit was never proved, or the keyring does not open what was kept of it. */
	proof: keptProof.nullable(),
});
export type AuditStatus = z.infer<typeof auditStatusOutput>;
