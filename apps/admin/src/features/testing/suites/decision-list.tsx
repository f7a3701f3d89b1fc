import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { formatMoment } from "@/lib/format.ts";
import { costPerPassOf, passRateOf, type Suite } from "./suite-words.ts";

type Decision = Suite["decisions"][number];

const wordsOf = ({ kind, modelId, alias }: Decision): string =>
	({
		recommend: `${modelId} is recommended`,
		enable: `${modelId} was enabled`,
		disable: `${modelId} was disabled`,
		alias: `${alias} means ${modelId}`,
	})[kind];

/** What was decided from a suite, by whom, on which figures. */
export function DecisionList({ decisions }: { decisions: readonly Decision[] }) {
	if (decisions.length === 0) return null;
	return (
		<Box component="section" aria-label="Decisions">
			<Typography variant="h2" sx={{ mb: 1 }}>
				Decisions
			</Typography>
			<Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1, fontSize: 14 }}>
				{decisions.map((decision) => (
					<Box component="li" key={decision.id} sx={{ overflowWrap: "anywhere" }}>
						<Box component="span" sx={{ fontWeight: 550 }}>
							{wordsOf(decision)}
						</Box>
						{decision.note && `: ${decision.note}`}
						<Box sx={{ fontSize: 13, color: "text.secondary" }}>
							{decision.by} · {formatMoment(decision.decidedAt)} · on {passRateOf(decision.figures)} passed,{" "}
							{costPerPassOf(decision.figures)} a pass
						</Box>
					</Box>
				))}
			</Box>
		</Box>
	);
}
