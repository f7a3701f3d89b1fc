import Box from "@mui/material/Box";
import { daysSince, formatDay, plural } from "@/lib/format.ts";
import { asText } from "../change-groups.ts";
import { ListedModel, smallWords } from "../listed-model.tsx";
import { sourceWords } from "../source-words.ts";
import type { EndingModel } from "./lifecycle-band.tsx";

export const ModelCell = ({ model }: { model: EndingModel }) => (
	<ListedModel
		{...model}
		id={model.modelId}
		note={model.retiredAt ? "retired" : model.enabled ? "enabled" : "disabled"}
	/>
);

interface EndsCellProps {
	model: EndingModel;
	/** Its reason stands above the table. */
	isReasonSaid: boolean;
}

/** When, and by whose word. */
export function EndsCell({ model: { band, endsOn, source, reason }, isReasonSaid }: EndsCellProps) {
	if (band === "vanished") {
		return (
			<Box sx={{ minWidth: 0 }}>
				<div>no date known</div>
				<Box sx={smallWords}>
					{asText([
						isReasonSaid ? undefined : (reason ?? undefined),
						endsOn ? `Noticed on ${formatDay(endsOn)}` : undefined,
					])}
				</Box>
			</Box>
		);
	}
	return (
		<Box sx={{ minWidth: 0 }}>
			<div>{endsOn === null ? "no date known" : `${formatDay(endsOn)}, ${distance(endsOn)}`}</div>
			<Box sx={smallWords}>{source ? sourceWords(source) : "no source is kept"}</Box>
		</Box>
	);
}

function distance(day: string): string {
	const gone = daysSince(day);
	if (gone === 0) return "today";
	return gone > 0 ? `${plural(gone, "day")} ago` : `in ${plural(-gone, "day")}`;
}
