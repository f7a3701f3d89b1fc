import Box from "@mui/material/Box";
import { useState } from "react";
import { Markdown } from "@/components/markdown.tsx";
import { formatDuration } from "@/lib/format.ts";
import { useElapsed } from "@/lib/use-elapsed.ts";
import type { FollowedRun } from "./runs-follower.ts";
import { useRunPart } from "./use-runs.ts";

/** What a model thought before it answered, and for how long; folded, because the answer is what was asked for. */
export function Reasoning({ run, live }: { run: FollowedRun; live: boolean }) {
	const [open, setOpen] = useState(false);
	// What is folded away need not be drawn.
	const text = useRunPart(run, (state) => (open ? state.reasoning : state.reasoning && "…"));
	const from = useRunPart(run, (state) => state.reasonedFrom);
	const until = useRunPart(run, (state) => state.reasonedUntil);
	const soFar = useElapsed(from === null ? null : new Date(from).toISOString(), live);
	if (text === "") return null;
	const took = live ? soFar : from !== null && until !== null && until > from ? until - from : null;
	const time = took === null ? "" : ` for ${formatDuration(took)}`;
	return (
		<Box
			component="details"
			onToggle={(event) => setOpen(event.currentTarget.open)}
			sx={{ mb: 2, color: "text.secondary", fontSize: 13 }}
		>
			<Box component="summary" sx={{ cursor: "pointer", width: "fit-content", fontVariantNumeric: "tabular-nums" }}>
				{live ? `Reasoning${time}…` : `Reasoned${time}`}
			</Box>
			{open && (
				<Box sx={{ mt: 1, pl: 2, borderLeft: 2, borderColor: "divider" }}>
					<Markdown text={text} live={live} />
				</Box>
			)}
		</Box>
	);
}
