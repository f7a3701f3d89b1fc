import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { mends } from "./failure-mends.ts";
import type { RunState } from "./run-state.ts";

interface RunFailureProps {
	failure: NonNullable<RunState["failure"]>;
	onRunAgain: (() => void) | undefined;
}

/** Apart from what came of the answer before. */
export const belowText = { "*:not(:empty) + &": { mt: 1.5 } } as const;

const nowrap = { whiteSpace: "nowrap" } as const;

/** A failed run of which nothing is told before the vote: the provider's words name the model. */
export const VeiledFailure = () => (
	<Alert severity="error" variant="outlined" sx={belowText}>
		This model failed. Vote to see which one and why.
	</Alert>
);

/** A failed run in words, with the one action that mends it. */
export function RunFailure({ failure, onRunAgain }: RunFailureProps) {
	const mend = mends[failure.reason];
	const again = onRunAgain && (
		<Button color="inherit" onClick={onRunAgain} sx={nowrap}>
			Run again
		</Button>
	);
	const elsewhere = mend && (
		<Button component={Link} to={mend.to} color="inherit" sx={nowrap}>
			{mend.label}
		</Button>
	);
	return (
		<Alert severity="error" variant="outlined" sx={belowText} action={elsewhere ?? again}>
			{failure.message}
		</Alert>
	);
}
