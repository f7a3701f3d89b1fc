import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { ErrorState } from "@/components/error-state.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { paths } from "@/lib/paths.ts";
import { PanelFrame } from "./panel-frame.tsx";
import { RunStatus } from "./run-status.tsx";
import type { Refusal } from "./use-start-runs.ts";

/** The place of a run that was refused before it began: why, and where it is mended. */
export function RefusedPanel({ modelId, error }: Refusal) {
	const { details } = describeProblem(error);
	const needsKey = details.code === "no_key" || details.providerType !== undefined;
	return (
		<PanelFrame modelId={modelId} status={<RunStatus phase="failed" detail="before it began" />}>
			<Box sx={{ p: 2 }}>
				<ErrorState error={error} title="Not started, nothing spent" />
				<Button
					component={Link}
					to={needsKey ? paths.providers : paths.model(modelId)}
					variant="outlined"
					sx={{ mt: 2 }}
				>
					{needsKey ? "Go to providers" : "Open the model"}
				</Button>
			</Box>
		</PanelFrame>
	);
}
