import { z } from "zod";

/**
 * Why a single sign-on did not succeed: the sign-in page has the words for each.
 * `unreachable`: the provider does not answer. `expired`: the answer belongs to no sign-in that this browser began, or comes
 * too late or twice. `denied`: the provider refused the person. `misconfigured`: it does not know us as we are set up.
 * `provider_failed`: it answered with an error. `untrusted`: its answer did not pass the checks. `no_email`: it told none.
 * `email_unverified`: an account has that address, and the provider does not vouch for it. `linked_elsewhere`: that account
 * belongs to somebody else there. `disabled`: the account is. `needs_setup`: there is no admin yet, and this is none.
 */
const ssoProblem = z.enum([
	"not_configured",
	"unreachable",
	"expired",
	"denied",
	"misconfigured",
	"provider_failed",
	"untrusted",
	"no_email",
	"email_unverified",
	"linked_elsewhere",
	"disabled",
	"needs_setup",
]);
export type SsoProblem = z.infer<typeof ssoProblem>;
