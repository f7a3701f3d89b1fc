import DataObjectIcon from "@mui/icons-material/DataObject";
import ReplayIcon from "@mui/icons-material/Replay";
import StopIcon from "@mui/icons-material/StopCircleOutlined";
import IconButton from "@mui/material/IconButton";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { CopyButton } from "@/components/copy-button.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import type { Place } from "./places.ts";
import { RunAnswer } from "./run-answer.tsx";
import { RunChecks } from "./run-checks.tsx";
import { RunMetrics } from "./run-metrics.tsx";
import { isLive, standOf } from "./run-state.ts";
import { RunStatus } from "./run-status.tsx";
import type { FollowedRun } from "./runs-follower.ts";
import { useRunPart } from "./use-runs.ts";

const RawDialog = lazy(() => import("./raw-dialog.tsx"));

interface RunPanelProps {
	place: Place;
	run: FollowedRun;
	onStop: (runId: string) => void;
	/** Absent where it cannot be run again from here. */
	onRunAgain: (() => void) | undefined;
	/** What every panel offers, such as the whole place. */
	actions?: ReactNode;
}

/** One run of one model, from the first token to the bill. Knows nothing of its neighbours, so any number may stand side by side. */
export function RunPanel({ place, run, onStop, onRunAgain, actions }: RunPanelProps) {
	const phase = useRunPart(run, (state) => state.phase);
	const error = useRunPart(run, (state) => state.error);
	const told = useRunPart(run, (state) => state.modelId);
	const isEndVeiled = useRunPart(run, (state) => state.isVeiled);
	useEffect(() => {
		if (isEndVeiled && !place.isVeiled) run.reveal();
	}, [isEndVeiled, place.isVeiled, run]);
	const isVeiled = place.isVeiled || isEndVeiled;
	const modelId = place.isVeiled ? null : (place.modelId ?? told);
	const stand = useRunPart(run, standOf);
	const live = isLive({ phase }) && !error;
	const isStopping = stand === "stopping";
	return (
		<PanelFrame
			place={place}
			modelId={modelId}
			status={<RunStatus phase={stand} />}
			actions={
				<>
					{live ? (
						<IconButton aria-label="Stop" title="Stop this one" disabled={isStopping} onClick={() => onStop(run.runId)}>
							<StopIcon fontSize="inherit" />
						</IconButton>
					) : (
						<>
							<CopyAnswer run={run} />
							{onRunAgain && !isVeiled && (
								<IconButton aria-label="Run this one again" title="Run this one again" onClick={onRunAgain}>
									<ReplayIcon fontSize="inherit" />
								</IconButton>
							)}
						</>
					)}
					{!isVeiled && <RawButton run={run} />}
					{actions}
				</>
			}
			foot={
				<>
					{!isVeiled && <RunChecks run={run} />}
					<RunMetrics run={run} modelId={modelId} isVeiled={isVeiled} />
				</>
			}
		>
			<RunAnswer run={run} live={live && !isStopping} isVeiled={isVeiled} onRunAgain={onRunAgain} />
		</PanelFrame>
	);
}

function CopyAnswer({ run }: { run: FollowedRun }) {
	const text = useRunPart(run, (state) => state.text);
	return text === "" ? null : <CopyButton text={text} label="Copy the answer" />;
}

function RawButton({ run }: { run: FollowedRun }) {
	const [open, setOpen] = useState(false);
	return (
		<>
			<IconButton aria-label="Request, code and events" title="Request, code and events" onClick={() => setOpen(true)}>
				<DataObjectIcon fontSize="inherit" />
			</IconButton>
			{open && (
				<Suspense fallback={null}>
					<RawDialog run={run} onClose={() => setOpen(false)} />
				</Suspense>
			)}
		</>
	);
}
