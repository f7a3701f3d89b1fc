import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import { Link as RouterLink } from "react-router";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { daysSince, formatDay, plural } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { sourceWords } from "../fact-row.tsx";
import type { EndingModel } from "./lifecycle-band.tsx";

const small = { fontSize: 12, color: "text.secondary", overflowWrap: "anywhere" } as const;

export const ModelCell = ({
	model: { modelId, displayName, providerType, enabled, retiredAt },
}: {
	model: EndingModel;
}) => (
	<Box sx={{ minWidth: 0 }}>
		<Stack direction="row" sx={{ alignItems: "center", gap: 0.75 }}>
			<ProviderMark provider={providerType} size={16} />
			<Link component={RouterLink} to={paths.model(modelId)} color="textPrimary" sx={{ fontWeight: 550 }}>
				{displayName}
			</Link>
		</Stack>
		<Box sx={small}>
			{modelId} · {retiredAt ? "retired" : enabled ? "enabled" : "disabled"}
		</Box>
	</Box>
);

/** When, and by whose word. */
export function EndsCell({ model: { band, endsOn, source, reason } }: { model: EndingModel }) {
	if (band === "vanished") {
		return (
			<Box sx={{ minWidth: 0 }}>
				<div>no date known</div>
				<Box sx={small}>
					{reason} {endsOn && `Noticed on ${formatDay(endsOn)}.`}
				</Box>
			</Box>
		);
	}
	return (
		<Box sx={{ minWidth: 0 }}>
			<div>{endsOn === null ? "no date known" : `${formatDay(endsOn)}, ${distance(endsOn)}`}</div>
			<Box sx={small}>{source ? sourceWords(source) : "no source is kept"}</Box>
		</Box>
	);
}

function distance(day: string): string {
	const gone = daysSince(day);
	if (gone === 0) return "today";
	return gone > 0 ? `${plural(gone, "day")} ago` : `in ${plural(-gone, "day")}`;
}
