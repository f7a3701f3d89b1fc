import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { WhyNot } from "@/components/why-not.tsx";
import { formatWait } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { useCountdown } from "@/lib/use-countdown.ts";
import { PanelFrame } from "./panel-frame.tsx";
import type { Place } from "./places.ts";
import { RunStatus } from "./run-status.tsx";

interface RefusedPanelProps {
	place: Place;
	refusal: NonNullable<Place["refusal"]>;
	onRunAgain: () => void;
	actions?: ReactNode;
}

/** The place of a run that was refused before it began: why, and the one thing that mends it. */
export function RefusedPanel({ place, refusal, onRunAgain, actions }: RefusedPanelProps) {
	return (
		<PanelFrame place={place} modelId={place.modelId} status={<RunStatus phase="failed" />} actions={actions}>
			<Box sx={{ p: 2, overflowY: "auto" }}>
				<Alert severity="error" variant="outlined">
					<AlertTitle>Not started, nothing spent</AlertTitle>
					{refusal.message}
				</Alert>
				{!place.isVeiled && place.modelId && (
					<Box sx={{ mt: 2 }}>
						<Mend modelId={place.modelId} refusal={refusal} onRunAgain={onRunAgain} />
					</Box>
				)}
			</Box>
		</PanelFrame>
	);
}

type MendProps = Pick<RefusedPanelProps, "refusal" | "onRunAgain"> & { modelId: string };

function Mend({ modelId, refusal, onRunAgain }: MendProps) {
	const { isAdmin } = useSession();
	const waitSeconds = useCountdown(refusal.retryAt);
	// A limit of a minute passes by itself; a quota of a day or a month has more to say, until it has begun anew.
	const [isQuota] = useState(refusal.kind === "limit" && waitSeconds > 60);
	const elsewhere = (label: string, to: string) => (
		<Button component={Link} to={to} variant="outlined">
			{label}
		</Button>
	);
	if (refusal.kind === "no_key" && isAdmin) return elsewhere("Add a key", paths.addKey(providerOf(modelId)));
	if (refusal.kind === "disabled" && isAdmin) return elsewhere("Open the model", paths.model(modelId));
	if (refusal.kind === "unknown_model") return elsewhere("Open the catalog", paths.catalog);
	if (refusal.kind === "not_allowed") return <WhyNot modelId={modelId} />;
	return (
		<Stack sx={{ gap: 2, alignItems: "flex-start" }}>
			{isQuota && <WhyNot modelId={modelId} />}
			<Button variant="outlined" disabled={waitSeconds > 0} onClick={onRunAgain}>
				{waitSeconds > 0 ? `Run again in ${formatWait(waitSeconds)}` : "Run again"}
			</Button>
		</Stack>
	);
}
