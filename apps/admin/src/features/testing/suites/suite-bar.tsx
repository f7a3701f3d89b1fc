import Box from "@mui/material/Box";
import LinearProgress from "@mui/material/LinearProgress";
import { formatCount } from "@/lib/format.ts";
import { endedOf, type Suite } from "./suite-words.ts";

/** How many cells have ended, of all. */
export function SuiteBar({ suite }: { suite: Pick<Suite, "states" | "cells" | "name"> }) {
	const ended = endedOf(suite);
	return (
		<Box sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 120 }}>
			<LinearProgress
				variant="determinate"
				value={suite.cells === 0 ? 0 : (ended / suite.cells) * 100}
				aria-label={`Progress of ${suite.name}`}
				sx={{ flex: 1, height: 6, borderRadius: 3 }}
			/>
			<Box component="span" sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
				{formatCount(ended)} / {formatCount(suite.cells)}
			</Box>
		</Box>
	);
}
