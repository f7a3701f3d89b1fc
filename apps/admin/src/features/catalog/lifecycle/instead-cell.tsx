import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import { Link as RouterLink } from "react-router";
import { formatUsd } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { mostCompared } from "../compare/columns.ts";
import { smallWords } from "../listed-model.tsx";
import { differenceWords } from "../model/difference-words.ts";
import type { EndingModel } from "./lifecycle-band.tsx";

/** The provider's own word first, then what is similar, with what the same runs would cost there beside here. */
export function InsteadCell({ model: { modelId, replacedBy, similar, use } }: { model: EndingModel }) {
	const ids = [modelId, ...(replacedBy?.modelId ? [replacedBy.modelId] : []), ...similar.map((other) => other.modelId)];
	return (
		<Box sx={{ minWidth: 0, fontSize: 13 }}>
			{replacedBy && (
				<div>
					{replacedBy.modelId === null ? (
						<code>{replacedBy.upstreamId}</code>
					) : (
						<ModelLink id={replacedBy.modelId}>{replacedBy.modelId}</ModelLink>
					)}
					<Box component="span" sx={smallWords}>
						{" "}
						the provider's choice{replacedBy.modelId === null && ", not in the catalog"}
					</Box>
				</div>
			)}
			{similar.map((other) => (
				<div key={other.modelId}>
					<ModelLink id={other.modelId}>{other.displayName}</ModelLink>
					<Box component="span" sx={smallWords}>
						{" "}
						similar{use.runs > 0 && `, ${costWords(other)}`}
					</Box>
				</div>
			))}
			{!replacedBy && similar.length === 0 && (
				<Box sx={{ color: "text.secondary" }}>nothing enabled can do all of it</Box>
			)}
			{ids.length > 1 && (
				<Link component={RouterLink} to={paths.compare([...new Set(ids)].slice(0, mostCompared))} sx={{ fontSize: 12 }}>
					Compare
				</Link>
			)}
		</Box>
	);
}

const ModelLink = ({ id, children }: { id: string; children: string }) => (
	<Link component={RouterLink} to={paths.model(id)} sx={{ overflowWrap: "anywhere" }}>
		{children}
	</Link>
);

/** Beside what the same runs cost here; by itself where that is unknown. */
function costWords({ usd, state, differenceUsd }: EndingModel["similar"][number]): string {
	if (usd === null) return "cost unknown";
	if (differenceUsd !== null) return differenceWords(differenceUsd);
	return state === "free" ? "free" : `${formatUsd(usd)} for the same runs`;
}
