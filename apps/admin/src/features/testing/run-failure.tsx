import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { mends } from "./failure-mends.ts";
import type { RunState } from "./run-state.ts";

interface RunFailureProps {
	failure: NonNullable<RunState["failure"]>;
	/** The provider's words name the model. */
	isVeiled: boolean;
	onRunAgain: (() => void) | undefined;
}

const nowrap = { whiteSpace: "nowrap" } as const;

/** A failed run in words, with the one action that mends it. */
export function RunFailure({ failure, isVeiled, onRunAgain }: RunFailureProps) {
	if (isVeiled) {
		return (
			<Alert severity="error" variant="outlined">
				This model failed. Vote to see which one and why.
			</Alert>
		);
	}
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
		<Alert severity="error" variant="outlined" action={elsewhere ?? again}>
			{failure.message}
		</Alert>
	);
}
