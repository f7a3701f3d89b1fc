import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import { StatusWord } from "@/components/status-word.tsx";
import { formatClock, formatDuration, formatUsd } from "@/lib/format.ts";
import { StopNote } from "./stop-note.tsx";
import { SuiteBar } from "./suite-bar.tsx";
import { isLive, pendingWord, remainingMs, type Suite, spentOf, stateOf, unansweredOf } from "./suite-words.ts";

/** What the runs under way and those to come are doing, in a few words. */
function restOf(suite: Suite): string[] {
	const { state, states, stop, waitsUntil } = suite;
	const left = remainingMs(suite);
	// Of one that is done its state says so.
	const unanswered = state === "done" ? "" : unansweredOf(states);
	return [
		...(states.running > 0 ? [`${states.running} under way`] : []),
		...(unanswered ? [unanswered] : []),
		// Of what a stop left over its note says so.
		...(states.pending > 0 && stop === null ? [`${states.pending} ${pendingWord(suite)}`] : []),
		...(waitsUntil && isLive(suite) ? [`waits until ${formatClock(waitsUntil)}: the runs a minute are used up`] : []),
		...(left === null ? [] : [`about ${formatDuration(left)} left`]),
	];
}

/** How far the suite is, and what it has spent of what it may. */
export function SuiteProgress({ suite }: { suite: Suite }) {
	const { look, words } = stateOf(suite);
	const { capUsd, stop, reservedUsd } = suite;
	return (
		<Paper component="section" variant="outlined" aria-label="Progress" sx={{ p: 2 }}>
			<Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 3, rowGap: 1, alignItems: "center", fontSize: 14 }}>
				<Box role="status">
					<StatusWord look={look}>{words}</StatusWord>
				</Box>
				<Box sx={{ flex: "1 1 220px", maxWidth: 420 }}>
					<SuiteBar suite={suite} />
				</Box>
				<Box sx={{ fontVariantNumeric: "tabular-nums" }}>
					{spentOf(suite)} {capUsd === null ? "spent, no cap" : `spent of ${formatUsd(capUsd)}`}
					{Number(reservedUsd) > 0 && `, up to ${formatUsd(reservedUsd)} under way`}
				</Box>
			</Box>
			<Box
				sx={{
					mt: 1,
					minHeight: isLive(suite) ? 20 : 0,
					fontSize: 13,
					color: "text.secondary",
					fontVariantNumeric: "tabular-nums",
				}}
			>
				{restOf(suite).join(" · ")}
			</Box>
			{stop && <StopNote suite={suite} stop={stop} />}
		</Paper>
	);
}
