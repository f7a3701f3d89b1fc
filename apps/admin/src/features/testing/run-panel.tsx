import StopIcon from "@mui/icons-material/StopCircleOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import Skeleton from "@mui/material/Skeleton";
import { useDeferredValue, useSyncExternalStore } from "react";
import { CopyButton } from "@/components/copy-button.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { Markdown } from "@/components/markdown.tsx";
import { formatDuration } from "@/lib/format.ts";
import { useElapsed } from "@/lib/use-elapsed.ts";
import { PanelFrame } from "./panel-frame.tsx";
import { Reasoning } from "./reasoning.tsx";
import { RunFailure } from "./run-failure.tsx";
import type { RunFollower } from "./run-follower.ts";
import { RunMetrics } from "./run-metrics.tsx";
import { isLive } from "./run-state.ts";
import { RunStatus } from "./run-status.tsx";

interface RunPanelProps {
	follower: RunFollower;
	onStop: (runId: string) => void;
	onRunAgain?: () => void;
}

/** One run of one model, from the first token to the bill. Knows nothing of its neighbours, so any number may stand side by side. */
export function RunPanel({ follower, onStop, onRunAgain }: RunPanelProps) {
	const run = useSyncExternalStore(follower.subscribe, follower.getSnapshot);
	const live = isLive(run) && !run.error;
	const elapsed = useElapsed(run.startedAt, live);
	const text = useDeferredValue(run.text);
	return (
		<PanelFrame
			modelId={run.modelId}
			status={<RunStatus phase={run.phase} detail={live && elapsed !== null ? formatDuration(elapsed) : null} />}
			actions={
				live ? (
					<Button color="inherit" startIcon={<StopIcon />} onClick={() => onStop(run.end?.runId ?? follower.runId)}>
						Stop
					</Button>
				) : (
					run.text !== "" && <CopyButton text={run.text} label="Copy the answer" />
				)
			}
		>
			<Box sx={{ p: 2, flex: 1 }} aria-busy={live}>
				{run.error && <ErrorState error={run.error} title="This run cannot be shown" onRetry={follower.retry} />}
				<Reasoning text={run.reasoning} live={live && run.text === ""} />
				{live && run.text === "" && run.reasoning === "" && <AnswerSkeleton />}
				<Markdown text={text} />
				{run.phase === "success" && run.text === "" && (
					<Box sx={{ color: "text.secondary" }}>The model ended without an answer.</Box>
				)}
				{run.failure && <RunFailure failure={run.failure} onRunAgain={onRunAgain} />}
			</Box>
			{run.end && (
				<>
					<Divider />
					<Box sx={{ px: 2, py: 1.5 }}>
						<RunMetrics end={run.end} />
					</Box>
				</>
			)}
		</PanelFrame>
	);
}

const AnswerSkeleton = () => (
	<>
		<Skeleton width="92%" />
		<Skeleton width="85%" />
		<Skeleton width="60%" />
	</>
);
