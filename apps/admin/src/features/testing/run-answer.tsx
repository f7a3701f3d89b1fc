import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { ErrorState } from "@/components/error-state.tsx";
import { Markdown } from "@/components/markdown.tsx";
import JsonAnswer from "./json-answer.tsx";
import { prettyJson } from "./pretty-json.ts";
import { Reasoning } from "./reasoning.tsx";
import { belowText, RunFailure, VeiledFailure } from "./run-failure.tsx";
import type { FollowedRun } from "./runs-follower.ts";
import { StickToEnd } from "./stick-to-end.tsx";
import { ToolCalls } from "./tool-calls.tsx";
import { useRunPart } from "./use-runs.ts";

interface RunAnswerProps {
	run: FollowedRun;
	live: boolean;
	isVeiled: boolean;
	onRunAgain: (() => void) | undefined;
}

/** What a run says, as it comes. The one part of a panel that is drawn anew with every frame. */
export function RunAnswer({ run, live, isVeiled, onRunAgain }: RunAnswerProps) {
	const { text, reasoning, toolCalls, phase, end, failure, error } = useRunPart(run, (state) => state);
	return (
		<StickToEnd live={live}>
			{error && <ErrorState error={error} title="This run cannot be shown" onRetry={run.retry} />}
			<Reasoning run={run} live={live && text === ""} />
			{live && text === "" && reasoning === "" && toolCalls.length === 0 && <AnswerSkeleton />}
			<Answer text={text} live={live} />
			<ToolCalls calls={toolCalls} />
			{phase === "success" && text === "" && toolCalls.length === 0 && (
				<Quiet>The model ended without an answer.</Quiet>
			)}
			{phase === "cancelled" && text === "" && <Quiet>Stopped before an answer came.</Quiet>}
			{end?.finishReason === "cost_cap" && <Quiet>Cut here: its cost cap was used up.</Quiet>}
			{phase === "missing" && <Quiet>This run is no longer in your history. What it cost still counts.</Quiet>}
			{phase === "failed" && isVeiled && <VeiledFailure />}
			{failure && !isVeiled && <RunFailure failure={failure} onRunAgain={onRunAgain} />}
		</StickToEnd>
	);
}

function Answer({ text, live }: { text: string; live: boolean }) {
	const pretty = live ? null : prettyJson(text);
	return pretty === null ? <Markdown text={text} live={live} /> : <JsonAnswer text={text} pretty={pretty} />;
}

const Quiet = ({ children }: { children: string }) => (
	<Box sx={{ color: "text.secondary", fontSize: 14, ...belowText }}>{children}</Box>
);

const AnswerSkeleton = () => (
	<>
		<Skeleton width="92%" />
		<Skeleton width="85%" />
		<Skeleton width="60%" />
	</>
);
