import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Button from "@mui/material/Button";
import { describeProblem, type Problem } from "@/lib/errors.ts";
import { RequestId } from "./request-id.tsx";

/** Asking again may change these; the others are answers. */
const canPass: ReadonlySet<Problem["kind"]> = new Set(["offline", "refused", "failed"]);

const titles: Record<Problem["kind"], string> = {
	offline: "No answer from the server",
	"signed-out": "You are signed out",
	"not-allowed": "You may not see this",
	"not-found": "This does not exist",
	refused: "That did not work",
	failed: "Something went wrong",
};

/** What happened, what to do, and the request id that leads to the log. */
export function ErrorState({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
	const problem = describeProblem(error);
	const severity = problem.kind === "not-allowed" || problem.kind === "offline" ? "warning" : "error";
	return (
		<Alert
			severity={severity}
			variant="outlined"
			action={
				onRetry &&
				canPass.has(problem.kind) && (
					<Button color="inherit" onClick={onRetry}>
						Try again
					</Button>
				)
			}
		>
			<AlertTitle>{title ?? titles[problem.kind]}</AlertTitle>
			{problem.message}
			{problem.requestId && <RequestId id={problem.requestId} />}
		</Alert>
	);
}
