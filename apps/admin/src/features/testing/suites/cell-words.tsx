import Box from "@mui/material/Box";
import visuallyHidden from "@mui/utils/visuallyHidden";
import { Fragment } from "react";
import { costOfPassOf, endedOf, type Figures, passRateOf, pendingWord, type Suite, spreadOf } from "./suite-words.ts";

type CellFigures = Suite["matrix"]["cells"][number];

/** `125 ms (121 to 147 ms)`: where room is short, what is in brackets stands below. */
export const FigureWords = ({ children }: { children: string }) =>
	children.split(/ (?=\()/).map((part, index) => (
		<Fragment key={part}>
			{index > 0 && " "}
			<Box component="span" sx={{ display: "inline-block", whiteSpace: "nowrap" }}>
				{part}
			</Box>
		</Fragment>
	));

/** How far it is, or what it came to. */
function resultOf({ cells, states, judged, passed, passRate }: Figures, pending: string): string {
	if (passRate !== null) return `${passed} of ${judged} passed`;
	if (endedOf({ states }) === 0) return states.running > 0 ? "under way" : pending;
	return `${states.done} of ${cells} answered`;
}

const detailsOf = (figures: Figures, pending: string): string[] => [
	...(figures.passRate === null ? [] : [passRateOf(figures), costOfPassOf(figures)]),
	...(figures.latencyMs === null ? [] : [spreadOf(figures.latencyMs)]),
	...(figures.states.failed > 0 ? [`${figures.states.failed} failed`] : []),
	...(figures.states.pending > 0 && endedOf(figures) > 0 ? [`${figures.states.pending} ${pending}`] : []),
];

/** One template on one model in a few short lines; which they are is read out, for the table's heads say it to the eye. */
export function CellWords({ suite, cell }: { suite: Suite; cell: CellFigures }) {
	const pending = pendingWord(suite);
	return (
		<Box component="span" sx={{ display: "block" }}>
			<Box component="span" sx={{ display: "block", fontWeight: 550 }}>
				{resultOf(cell, pending)}
			</Box>
			{detailsOf(cell, pending).map((line) => (
				<Box component="span" key={line} sx={{ display: "block", fontSize: 12, color: "text.secondary" }}>
					<FigureWords>{line}</FigureWords>
				</Box>
			))}
			<Box component="span" sx={visuallyHidden}>
				{suite.templates[cell.templateIndex]?.name} on {cell.modelId}
			</Box>
		</Box>
	);
}
