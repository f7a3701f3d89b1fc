import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { Link } from "react-router";
import { fixes } from "./failure-fix.ts";
import type { RunState } from "./run-state.ts";

interface RunFailureProps {
	failure: NonNullable<RunState["failure"]>;
	onRunAgain: (() => void) | undefined;
}

/** A failed run in words, with the one action that mends it. */
export function RunFailure({ failure, onRunAgain }: RunFailureProps) {
	const { advice, link } = fixes[failure.reason];
	return (
		<Alert
			severity="error"
			variant="outlined"
			action={
				link ? (
					<Button component={Link} to={link.to} color="inherit">
						{link.label}
					</Button>
				) : (
					onRunAgain && (
						<Button color="inherit" onClick={onRunAgain}>
							Run again
						</Button>
					)
				)
			}
		>
			{failure.message}
			<Typography variant="body2" color="textSecondary">
				{advice}
			</Typography>
		</Alert>
	);
}
