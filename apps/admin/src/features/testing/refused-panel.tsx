import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { ErrorState } from "@/components/error-state.tsx";
import { describeProblem } from "@/lib/errors.ts";
import { providerOf } from "@/lib/model-id.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { PanelFrame } from "./panel-frame.tsx";
import { RunStatus } from "./run-status.tsx";
import type { Refusal } from "./use-start-runs.ts";

/** Where an admin mends each kind of refusal. */
const mends: Record<string, (modelId: string) => { label: string; to: string }> = {
	SERVICE_UNAVAILABLE: (modelId) => ({ label: "Add a key", to: paths.addKey(providerOf(modelId)) }),
	FORBIDDEN: (modelId) => ({ label: "Open the model", to: paths.model(modelId) }),
	NOT_FOUND: () => ({ label: "Open the catalog", to: paths.catalog }),
};

/** The place of a run that was refused before it began: why, and where it is mended. */
export function RefusedPanel({ modelId, error }: Refusal) {
	const { isAdmin } = useSession();
	const { code } = describeProblem(error);
	const mend = isAdmin && code !== null ? mends[code]?.(modelId) : undefined;
	return (
		<PanelFrame modelId={modelId} status={<RunStatus phase="failed" detail="before it began" />}>
			<Box sx={{ p: 2 }}>
				<ErrorState error={error} title="Not started, nothing spent" />
				{mend && (
					<Button component={Link} to={mend.to} variant="outlined" sx={{ mt: 2 }}>
						{mend.label}
					</Button>
				)}
			</Box>
		</PanelFrame>
	);
}
