import Box from "@mui/material/Box";
import { costPerPassOf, type Figures, passRateOf, type Suite, spreadOf } from "./suite-words.ts";

type CellFigures = Suite["matrix"]["cells"][number];

/** How far it is, or what it came to. */
function resultOf({ cells, states, judged, passed, passRate }: Figures): string {
	const ended = states.done + states.failed + states.cancelled;
	if (passRate !== null) return `${passed} of ${judged} passed`;
	if (ended === 0) return states.running > 0 ? "under way" : "to come";
	return `${states.done} of ${cells} answered`;
}

/** What a cell of the matrix is called. It begins with the words that stand in it. */
export const cellLabelOf = (suite: Suite, cell: CellFigures): string =>
	`${resultOf(cell)}, ${detailsOf(cell).join(", ")}: ${suite.templates[cell.templateIndex]?.name} on ${cell.modelId}`;

const detailsOf = (figures: Figures): string[] => [
	...(figures.passRate === null ? [] : [passRateOf(figures), `${costPerPassOf(figures)} a pass`]),
	...(figures.latencyMs === null ? [] : [spreadOf(figures.latencyMs)]),
	...(figures.states.failed > 0 ? [`${figures.states.failed} failed`] : []),
];

/** One template on one model in three short lines. */
export function CellWords({ figures }: { figures: CellFigures }) {
	const details = detailsOf(figures);
	return (
		<Box component="span" sx={{ display: "block" }}>
			<Box component="span" sx={{ display: "block", fontWeight: 550 }}>
				{resultOf(figures)}
			</Box>
			{details.map((line) => (
				<Box component="span" key={line} sx={{ display: "block", fontSize: 12, color: "text.secondary" }}>
					{line}
				</Box>
			))}
		</Box>
	);
}
