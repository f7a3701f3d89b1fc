import { z } from "zod";

/** `power_user` and `user` spend; `viewer` reads and never spends; `admin` may do everything. */
export const roles = ["admin", "power_user", "user", "viewer"] as const;
export type Role = (typeof roles)[number];
export const role = z.enum(roles);

/** What a person signs in with, kept in lower case. A host without a dot is allowed: `admin@localhost`. */
export const emailAddress = z
	.string()
	.trim()
	.toLowerCase()
	.max(254, "An e-mail address has at most 254 characters.")
	.regex(z.regexes.html5Email, "Enter an e-mail address, such as you@example.com.");

export const personName = z
	.string()
	.trim()
	.min(1, "Enter a name.")
	.max(100, "A name has at most 100 characters.")
	.regex(/^\P{Cc}*$/u, "A name has no control characters.");

const characters = (text: string) => [...text].length;

/** No composition rules; every character counts as one, whatever its script. The server also refuses common passwords. */
export const chosenPassword = z
	.string()
	.max(1024, "A password has at most 256 characters.")
	.refine((text) => characters(text) >= 8, "A password has at least 8 characters.")
	.refine((text) => characters(text) <= 256, "A password has at most 256 characters.");

const enteredPassword = z.string().min(1, "Enter your password.").max(1024, "A password has at most 256 characters.");
const setupToken = z.string().min(1).max(100);
const sessionHandle = z.string().regex(/^[0-9a-f]{16}$/, "That is not the id of a session.");

export const loginInput = z.strictObject({
	/** Any text that may have been meant as an address: it is looked up, never judged. */
	email: z
		.string()
		.trim()
		.toLowerCase()
		.min(1, "Enter your e-mail address.")
		.max(254, "An e-mail address has at most 254 characters.")
		.regex(/^\P{Cc}*$/u, "An e-mail address has no control characters."),
	password: enteredPassword,
});
export type LoginInput = z.infer<typeof loginInput>;

export const setupInput = z.strictObject({
	token: setupToken,
	email: emailAddress,
	name: personName,
	password: chosenPassword,
});
export type SetupInput = z.infer<typeof setupInput>;

export const setupStatusInput = z.strictObject({ token: setupToken });
export const setupStatusOutput = z.object({ valid: z.boolean() });

export const changePasswordInput = z.strictObject({ currentPassword: enteredPassword, newPassword: chosenPassword });
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

export const revokeSessionInput = z.strictObject({ id: sessionHandle });
export const revokeAllSessionsInput = z.strictObject({ keepCurrent: z.boolean().default(false) });
export type RevokeAllSessionsInput = z.infer<typeof revokeAllSessionsInput>;

/** Nothing, or an empty object: what clients of both habits send. */
export const noInput = z.strictObject({}).optional();

export const signedInUser = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	role,
	tierCode: z.string(),
});

export const meOutput = z.object({
	user: signedInUser.nullable(),
	/** Nobody exists yet: the set-up link on the server's console creates the first admin. */
	needsSetup: z.boolean(),
	/** Single sign-on is offered, at `/auth/sso/start?next=<path>`. */
	sso: z.boolean(),
});

/** How the caller may sign in. */
export const signInMethodsOutput = z.object({ password: z.boolean(), sso: z.boolean() });

/** The token opens the account until `expiresAt`, or earlier after 14 days without use. It is shown here and never again. */
export const signedInOutput = z.object({ token: z.string(), user: signedInUser, expiresAt: z.date() });
export type SignedIn = z.infer<typeof signedInOutput>;
export type SignedInUser = z.infer<typeof signedInUser>;

export const sessionOutput = z.object({
	/** A handle for `sessions.revoke`; it opens nothing. */
	id: sessionHandle,
	current: z.boolean(),
	address: z.string().nullable(),
	userAgent: z.string().nullable(),
	createdAt: z.date(),
	/** To within five minutes. */
	lastSeenAt: z.date(),
});
export type SessionOutput = z.infer<typeof sessionOutput>;
export const sessionsOutput = z.array(sessionOutput);

/** How many sessions ended. */
export const endedOutput = z.object({ ended: z.number().int() });
export type Ended = z.infer<typeof endedOutput>;
/** `continueAt` is where the browser goes to sign out at the OpenID provider as well. */
export const loggedOutOutput = endedOutput.extend({ continueAt: z.url().nullable() });
export type LoggedOut = z.infer<typeof loggedOutOutput>;
