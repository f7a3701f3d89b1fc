import type { RunEnd } from "@llm-hub/api/schemas";
import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { Cost } from "@/components/cost.tsx";
import { formatCount, formatDuration } from "@/lib/format.ts";
import { useElapsed } from "@/lib/use-elapsed.ts";
import { finishWords } from "./finish-words.ts";
import { isLive, wasMetered } from "./run-state.ts";
import type { FollowedRun } from "./runs-follower.ts";
import { formatSpeed, speedOf } from "./speed.ts";
import { tokenNotes } from "./token-notes.ts";
import { useCanReason } from "./use-can-reason.ts";
import { useRunPart } from "./use-runs.ts";

/** Characters of a token, about: enough for a figure that is marked as one of passage. */
const charsPerToken = 4;

const count = (tokens: number | null) => (tokens === null ? "unknown" : formatCount(tokens));

function Metric({ label, title, children }: { label: string; title?: string; children: ReactNode }) {
	return (
		<Box sx={{ minWidth: 0 }} title={title}>
			<Box component="dt" sx={{ fontSize: 11, lineHeight: 1.4, color: "text.secondary", whiteSpace: "nowrap" }}>
				{label}
			</Box>
			<Box component="dd" sx={{ m: 0, fontSize: 13, lineHeight: 1.5, fontVariantNumeric: "tabular-nums" }}>
				{children}
			</Box>
		</Box>
	);
}

const Grid = ({ children }: { children: ReactNode }) => (
	<Box
		component="dl"
		sx={{
			display: "grid",
			gridTemplateColumns: "auto auto auto",
			columnGap: 1.5,
			rowGap: 0.5,
			m: 0,
			minHeight: 74,
			"@container (max-width: 299px)": { gridTemplateColumns: "max-content 1fr", minHeight: 112 },
			"@container (min-width: 640px)": { gridTemplateColumns: "repeat(6, auto)", minHeight: 36 },
		}}
	>
		{children}
	</Box>
);

interface RunMetricsProps {
	run: FollowedRun;
	/** Null while it is not known, or not told. */
	modelId: string | null;
	isVeiled: boolean;
	/** Whose key paid is for who ran it; a colleague with the link is told the cost alone. */
	isPayerTold?: boolean;
}

/** What a run takes and costs: counted on the way, and the bill at its end. */
export function RunMetrics({ run, modelId, isVeiled, isPayerTold = true }: RunMetricsProps) {
	const end = useRunPart(run, (state) => state.end);
	// Asked while the answer comes, so that the figures stand as they will stay.
	const canReason = useCanReason(modelId);
	if (isVeiled) {
		return (
			<Box sx={{ fontSize: 13, color: "text.secondary", minHeight: 74 }}>
				Name, speed and cost are hidden until you vote: they would give it away.
			</Box>
		);
	}
	if (!end) return <LiveMetrics run={run} />;
	return <EndMetrics run={run} end={end} canReason={canReason} isPayerTold={isPayerTold} />;
}

function LiveMetrics({ run }: { run: FollowedRun }) {
	const startedAt = useRunPart(run, (state) => state.startedAt);
	const phase = useRunPart(run, (state) => state.phase);
	const ttftMs = useRunPart(run, (state) => state.ttftMs);
	const isStopping = useRunPart(run, (state) => state.isStopping);
	const elapsed = useElapsed(startedAt, isLive({ phase }) && !isStopping);
	// Read with the clock's tick, five times a second, not with every word.
	const { text, reasoning } = run.latest;
	const tokens = Math.round((text.length + reasoning.length) / charsPerToken);
	const writingMs = elapsed === null || ttftMs === null ? 0 : elapsed - ttftMs;
	const about = `Estimated from the text's length, ${charsPerToken} characters a token, until the provider counts`;
	return (
		<Grid>
			<Metric label="First token">{ttftMs === null ? "–" : formatDuration(ttftMs)}</Metric>
			<Metric label="Speed" title={about}>
				{writingMs < 300 ? "–" : `≈ ${formatSpeed((tokens * 1_000) / writingMs)}`}
			</Metric>
			{isStopping ? (
				<Metric label="Cost" title="Stopped: some providers bill an answer to its end, so their count is waited for">
					still being counted
				</Metric>
			) : (
				<Metric label="Cost">known at the end</Metric>
			)}
			<Metric label="Total time">{elapsed === null ? "–" : formatDuration(elapsed)}</Metric>
			<Metric label="Ended">–</Metric>
			<Metric label="Tokens in → out" title={about}>
				… → {tokens === 0 ? "–" : `≈ ${formatCount(tokens)}`}
			</Metric>
		</Grid>
	);
}

interface EndMetricsProps {
	run: FollowedRun;
	end: RunEnd;
	canReason: boolean;
	isPayerTold: boolean;
}

function EndMetrics({ run, end, canReason, isPayerTold }: EndMetricsProps) {
	const isReasoned = useRunPart(run, ({ reasoning }) => reasoning.trim() !== "");
	const speed = speedOf(end);
	const notes = tokenNotes(end, { areShown: isReasoned, arePossible: canReason });
	return (
		<Grid>
			<Metric label="First token">{end.ttftMs === null ? "none" : formatDuration(end.ttftMs)}</Metric>
			<Metric label="Speed" title="Output tokens a second, from the first token to the end">
				{speed === null ? "–" : formatSpeed(speed)}
			</Metric>
			<Metric label="Cost">
				<Cost
					usd={end.costUsd}
					state={end.costState}
					explanation={end.costExplanation}
					isOwn={isPayerTold && end.keySource === "own"}
					payer={isPayerTold ? end : undefined}
				/>
			</Metric>
			<Metric label="Total time">{end.latencyMs === null ? "unknown" : formatDuration(end.latencyMs)}</Metric>
			<Metric label="Ended">{end.finishReason === null ? "–" : finishWords(end.finishReason)}</Metric>
			<Metric label="Tokens in → out" title="Reasoning that is not counted apart is part of the tokens out">
				{wasMetered(end) ? `${count(end.inputTokens)} → ${count(end.outputTokens)}` : "none counted"}
				{notes.length > 0 && (
					<Box component="span" sx={{ color: "text.secondary" }}>
						{` (${notes.join(", ")})`}
					</Box>
				)}
			</Metric>
		</Grid>
	);
}
