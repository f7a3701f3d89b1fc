import type { SsoProblem } from "@llm-hub/api/schemas";
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import { RequestId } from "@/components/request-id.tsx";

const words: Record<SsoProblem, string> = {
	not_configured: "Single sign-on is not set up here. Sign in with your password, or ask an admin.",
	unreachable: "The sign-in provider cannot be reached. Try again in a moment.",
	expired: "That sign-in took too long, was used already, or began in another tab. Start again.",
	denied: "The sign-in provider did not let you in, or you went back. Start again, or ask whoever runs it for access.",
	misconfigured:
		"The sign-in provider does not know LLM Hub as it is set up. An admin has to check issuer, client id, secret and redirect URI.",
	provider_failed: "The sign-in provider answered with an error. Try again in a moment.",
	untrusted: "The provider's answer did not pass our checks. Start again, and tell an admin if it stays.",
	no_email: "The provider did not tell your e-mail address. An admin has to give LLM Hub the scope email there.",
	email_unverified:
		"Your e-mail address has an account here, and the provider has not verified that the address is yours. Verify it there, then sign in again.",
	linked_elsewhere:
		"The account with your e-mail address is linked to another account at the provider. Ask an admin of LLM Hub to unlink it.",
	disabled: "Your account is disabled. Ask an admin of LLM Hub.",
	needs_setup:
		"Nobody has set up LLM Hub yet, so the first person must be an admin: open the set-up link, or get the admin role at the provider.",
};

const isProblem = (problem: string): problem is SsoProblem => Object.hasOwn(words, problem);

/** Why the provider's answer did not sign anybody in, and what to do. */
export function SsoProblemAlert({ problem, requestId }: { problem: string; requestId: string | null }) {
	return (
		<Alert severity="error" variant="outlined">
			<AlertTitle>You are not signed in</AlertTitle>
			{isProblem(problem) ? words[problem] : words.provider_failed}
			{requestId && /^[\w.:-]{1,128}$/.test(requestId) && <RequestId id={requestId} />}
		</Alert>
	);
}
